package io.jfs.core.driver;

/** What a driver can do beyond the contract; data, so that callers ask instead of knowing drivers by name. */
public enum DriverCapability {
    /** {@link StorageDriver#diff} finds the changes against the parent without walking the whole tree. */
    NATIVE_DIFF("native-diff"),
    /** Copies share blocks with their source. */
    REFLINK("reflink"),
    /** A snapshot's size can be limited. */
    QUOTA("quota"),
    /** Works for a plain user. */
    ROOTLESS("rootless"),
    /** A directory that comes from a parent can be renamed. */
    DIRECTORY_RENAME("directory-rename"),
    /** A snapshot prepared without a parent may get one at commit, so layers can be unpacked in parallel. */
    REBASE("rebase"),
    /** The changes found are exactly those made, even where size and times were forged. */
    EXACT_DIFF("exact-diff");

    private final String label;

    DriverCapability(String label) {
        this.label = label;
    }

    /** The name that commands print. */
    public String label() {
        return label;
    }
}
