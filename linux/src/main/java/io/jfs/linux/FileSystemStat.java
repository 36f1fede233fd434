package io.jfs.linux;

/**
 * A filesystem's kind and space, from statfs(2).
 *
 * @param type magic number, see the constants; an unsigned 32-bit number
 * @param blockSize bytes per block, the unit of the next three
 * @param blocks blocks in all
 * @param freeBlocks free blocks
 * @param availableBlocks free blocks that a plain user may take
 * @param files inodes in all, 0 where they are not counted
 * @param freeFiles free inodes
 * @param maxNameBytes longest name
 * @param flags {@code ST_*} mount flags
 */
public record FileSystemStat(
        long type,
        long blockSize,
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        int maxNameBytes,
        long flags) {
    // linux/magic.h
    public static final long EXT4 = 0xEF53;
    public static final long BTRFS = 0x9123683EL;
    public static final long TMPFS = 0x01021994;
    public static final long OVERLAYFS = 0x794C7630;
    public static final long FUSE = 0x65735546;
    public static final long XFS = 0x58465342;
    public static final long NFS = 0x6969;

    /** {@code ST_RDONLY}: mounted read-only. */
    public boolean isReadOnly() {
        return (flags & 1) != 0;
    }
}
