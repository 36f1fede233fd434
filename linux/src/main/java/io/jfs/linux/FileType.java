package io.jfs.linux;

/**
 * What kind of file an inode is. The bits are {@code S_IF*} of linux/stat.h, the directory entry types {@code DT_*}.
 */
public enum FileType {
    REGULAR(0100000),
    DIRECTORY(0040000),
    SYMLINK(0120000),
    CHARACTER_DEVICE(0020000),
    BLOCK_DEVICE(0060000),
    FIFO(0010000),
    SOCKET(0140000);

    /** {@code S_IFMT}, linux/stat.h. */
    static final int MASK = 0170000;

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** The type's bits within a mode. */
    public int bits() {
        return bits;
    }

    /**
     * The type in a mode.
     *
     * @throws IllegalArgumentException if the mode has no type that Linux knows
     */
    public static FileType ofMode(int mode) {
        return switch (mode & MASK) {
            case 0100000 -> REGULAR;
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMLINK;
            case 0020000 -> CHARACTER_DEVICE;
            case 0060000 -> BLOCK_DEVICE;
            case 0010000 -> FIFO;
            case 0140000 -> SOCKET;
            default -> throw new IllegalArgumentException(String.format("no file type in mode %o", mode));
        };
    }

    /**
     * The type in a directory entry's {@code d_type}, which is the mode's type shifted right by 12 (linux/fs_types.h).
     *
     * @throws IllegalArgumentException if it is {@code DT_UNKNOWN} or a number that Linux does not use
     */
    public static FileType ofDirent(int type) {
        return ofMode(type << 12);
    }
}
