package io.jfs.linux;

/**
 * The attributes of an inode, from statx(2). Times are seconds since 1970 (possibly negative) and nanoseconds (0 to
 * 999,999,999).
 *
 * @param mode type and permissions, as {@code st_mode}
 * @param uid owner, an unsigned 32-bit number
 * @param gid group, an unsigned 32-bit number
 * @param size bytes; of a symbolic link the length of its target
 * @param blocks allocated space in units of 512 bytes
 * @param inode inode number, unique within {@code device}
 * @param device the filesystem's device number, see {@link Devices}
 * @param rdev the device number that a device file stands for, else 0
 * @param links number of hard links
 * @param mountId id of the mount it was found in, as in {@code /proc/self/mountinfo}
 */
public record FileStat(
        int mode,
        int uid,
        int gid,
        long size,
        long blocks,
        long inode,
        long device,
        long rdev,
        int links,
        long mtimeSeconds,
        int mtimeNanos,
        long atimeSeconds,
        int atimeNanos,
        long ctimeSeconds,
        int ctimeNanos,
        long mountId) {

    /** The file's type. */
    public FileType type() {
        return FileType.ofMode(mode);
    }

    /** The permissions with set-user-id, set-group-id and sticky bit: {@code mode & 07777}. */
    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return (mode & FileType.MASK) == FileType.DIRECTORY.bits();
    }

    public boolean isRegular() {
        return (mode & FileType.MASK) == FileType.REGULAR.bits();
    }

    public boolean isSymlink() {
        return (mode & FileType.MASK) == FileType.SYMLINK.bits();
    }

    /** The major number of the device that a device file stands for. */
    public int rdevMajor() {
        return Devices.major(rdev);
    }

    /** The minor number of the device that a device file stands for. */
    public int rdevMinor() {
        return Devices.minor(rdev);
    }

    /** Whether both are the same inode of the same filesystem. */
    public boolean isSameFile(FileStat other) {
        return inode == other.inode && device == other.device;
    }
}
