package io.jfs.fuse.dispatch;

/** Who opens files and moves their data. One mode holds for a whole mount. */
public enum OpenMode {
    /** {@link #PASSTHROUGH} where kernel and privileges allow it, else {@link #CACHED}. Never the mode in force. */
    AUTO,
    /**
     * One OPEN for each open; the handler may answer with a backing file that the kernel then reads, writes and maps by
     * itself. Needs Linux 6.9 and {@code CAP_SYS_ADMIN} in the first user namespace.
     */
    PASSTHROUGH,
    /**
     * No OPEN at all: it is answered ENOSYS, which the kernel remembers, as CREATE is. READ and WRITE come with handle
     * 0 and go by node; a file may be unlinked while it is read. O_TRUNC comes as a SETATTR. Opening and reading what
     * is cached costs no request.
     */
    ZERO,
    /** One OPEN for each open; data goes through the page cache. */
    CACHED
}
