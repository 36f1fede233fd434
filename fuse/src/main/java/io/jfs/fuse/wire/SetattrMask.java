package io.jfs.fuse.wire;

/** Which attributes a SETATTR sets: {@code FATTR_*}. */
public final class SetattrMask {
    public static final int MODE = 1;
    public static final int UID = 2;
    public static final int GID = 4;
    public static final int SIZE = 8;
    public static final int ATIME = 0x10;
    public static final int MTIME = 0x20;
    /** The handle is valid: the request comes by an open file, as ftruncate(2). */
    public static final int HANDLE = 0x40;

    public static final int ATIME_NOW = 0x80;
    public static final int MTIME_NOW = 0x100;
    public static final int LOCK_OWNER = 0x200;
    public static final int CTIME = 0x400;
    /** The server is to clear the set-user-ID and set-group-ID bits. */
    public static final int KILL_SUIDGID = 0x800;

    private SetattrMask() {}
}
