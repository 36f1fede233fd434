package io.jfs.fuse.wire;

/** Offsets in {@code struct fuse_attr} (88 bytes), {@code fuse_entry_out} (128) and {@code fuse_attr_out} (104). */
public final class AttrLayout {
    public static final int BYTES = 88;
    public static final int INODE = 0;
    public static final int SIZE = 8;
    public static final int BLOCKS = 16;
    public static final int ATIME = 24;
    public static final int MTIME = 32;
    public static final int CTIME = 40;
    public static final int ATIME_NANOS = 48;
    public static final int MTIME_NANOS = 52;
    public static final int CTIME_NANOS = 56;
    public static final int MODE = 60;
    public static final int LINKS = 64;
    public static final int UID = 68;
    public static final int GID = 72;
    public static final int RDEV = 76;
    public static final int BLOCK_SIZE = 80;
    public static final int FLAGS = 84;

    public static final int ENTRY_BYTES = 128;
    public static final int ENTRY_NODE = 0;
    public static final int ENTRY_GENERATION = 8;
    public static final int ENTRY_VALID = 16;
    public static final int ENTRY_ATTR_VALID = 24;
    public static final int ENTRY_VALID_NANOS = 32;
    public static final int ENTRY_ATTR_VALID_NANOS = 36;
    public static final int ENTRY_ATTR = 40;

    public static final int ATTR_OUT_BYTES = 104;
    public static final int ATTR_OUT_VALID = 0;
    public static final int ATTR_OUT_VALID_NANOS = 8;
    public static final int ATTR_OUT_ATTR = 16;

    private AttrLayout() {}

    /** A device number as the kernel's {@code new_encode_dev}: 12 bits of major, 20 of minor. */
    public static int encodeDevice(int major, int minor) {
        return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
    }

    public static int deviceMajor(int encoded) {
        return (encoded & 0xfff00) >>> 8;
    }

    public static int deviceMinor(int encoded) {
        return (encoded & 0xff) | ((encoded >>> 12) & 0xfff00);
    }
}
