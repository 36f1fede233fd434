package io.jfs.fuse.transport;

/** How requests and answers travel between the kernel and a session. */
public enum Transport {
    /** {@link #IO_URING} where the machine has it enabled, else {@link #DEV_FUSE}. Never the transport in force. */
    AUTO("auto"),
    /** Two system calls for each request, on {@code /dev/fuse}. Works everywhere. */
    DEV_FUSE("dev-fuse"),
    /**
     * One system call for each request, by a thread on the processor that asks. Needs Linux 6.14 whose administrator
     * has set the parameter {@code enable_uring} of the kernel's module {@code fuse}, which is off by default.
     */
    IO_URING("io-uring"),
    /** The C library libfuse 2, from a module of its own that is present only if asked for. For comparison. */
    LIBFUSE("libfuse");

    private final String text;

    Transport(String text) {
        this.text = text;
    }

    /** Its name as options and users write it. */
    @Override
    public String toString() {
        return text;
    }
}
