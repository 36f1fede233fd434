package io.jfs.fuse.wire;

/**
 * Offsets in {@code struct fuse_dirent}: ino 0, off 8, namelen 16, type 20, name 24, padded to 8 bytes. In READDIRPLUS
 * an entry ({@link AttrLayout#ENTRY_BYTES}) stands before each.
 */
public final class DirentLayout {
    public static final int INODE = 0;
    public static final int NEXT = 8;
    public static final int NAME_LENGTH = 16;
    public static final int TYPE = 20;
    public static final int NAME = 24;

    private DirentLayout() {}

    /** The size of an entry with a name of this many bytes. */
    public static int bytes(int nameLength) {
        return (NAME + nameLength + 7) & ~7;
    }
}
