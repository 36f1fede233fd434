package io.jfs.union;

import io.jfs.linux.Processes;
import java.io.IOException;

/** Where overlay keeps its marks on files of a layer: which extended attribute namespace. */
public enum XattrMode {
    /** {@code trusted.overlay.*}, as the kernel's overlay by default; needs CAP_SYS_ADMIN. */
    TRUSTED("trusted.overlay."),
    /** {@code user.overlay.*}, as the kernel's overlay with {@code userxattr}. */
    USER("user.overlay.");

    private final String prefix;

    XattrMode(String prefix) {
        this.prefix = prefix;
    }

    /** What the names of the marks begin with. */
    public String prefix() {
        return prefix;
    }

    /** The mode which this process can use: trusted if it has CAP_SYS_ADMIN. */
    public static XattrMode ofThisProcess() throws IOException {
        return Processes.hasCapability(Processes.CAP_SYS_ADMIN) ? TRUSTED : USER;
    }
}
