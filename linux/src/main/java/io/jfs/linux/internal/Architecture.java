package io.jfs.linux.internal;

/** The machine: system call numbers and some {@code O_*} flags differ between x86_64 and aarch64. */
public final class Architecture {
    /** Whether this is a 64-bit ARM; otherwise it is x86_64. */
    public static final boolean AARCH64 =
            isAarch64(System.getProperty("os.arch", ""), System.getProperty("os.name", ""));

    private Architecture() {}

    private static boolean isAarch64(String arch, String os) {
        if (!os.equals("Linux")) {
            throw new UnsupportedOperationException("jfs needs Linux; this is " + os);
        }
        return switch (arch) {
            case "amd64", "x86_64" -> false;
            case "aarch64" -> true;
            default -> throw new UnsupportedOperationException("jfs knows x86_64 and aarch64; this is " + arch);
        };
    }
}
