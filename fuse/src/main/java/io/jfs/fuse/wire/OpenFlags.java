package io.jfs.fuse.wire;

/** What an OPEN, OPENDIR or CREATE reply tells the kernel about the open file: {@code FOPEN_*}. */
public final class OpenFlags {
    /** Bypass the page cache. */
    public static final int DIRECT_IO = 1;
    /** Keep the cached pages of earlier opens. */
    public static final int KEEP_CACHE = 2;

    public static final int NONSEEKABLE = 4;
    /** Directories: cache what READDIR returns. */
    public static final int CACHE_DIR = 8;

    public static final int STREAM = 16;
    /** No FLUSH at close. */
    public static final int NOFLUSH = 32;

    public static final int PARALLEL_DIRECT_WRITES = 64;
    /** The kernel reads and writes the backing file itself. */
    public static final int PASSTHROUGH = 128;

    private OpenFlags() {}
}
