package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/** Setting permissions, owners and times. The {@code At} methods never follow a symbolic link in the last component. */
public final class Attributes {
    // linux/stat.h: in the place of nanoseconds
    public static final int UTIME_NOW = 0x3fffffff;
    public static final int UTIME_OMIT = 0x3ffffffe;

    // linux/fcntl.h
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;

    private static final int TIMES_BYTES = 32; // struct timespec[2]: access, modification
    private static final byte[] EMPTY_PATH = {0};

    private Attributes() {}

    /**
     * {@code int fchmod(int fd, mode_t mode)}; of an {@code O_PATH} descriptor through {@code /proc/self/fd}. Not
     * subject to the umask.
     *
     * @param mode permissions with set-id and sticky bits; type bits are ignored
     * @throws ErrnoException EPERM, EROFS, EOPNOTSUPP for a symbolic link
     */
    public static void chmod(Fd fd, int mode) throws ErrnoException {
        long result = Kernel.call(Syscall.FCHMOD, fd.number(), mode & 07777);
        if (Errno.EBADF.is(result)) {
            long path = Scratch.begin().put(terminated("fchmodat", fd.procPath()));
            result = Kernel.call(Syscall.FCHMODAT, Fd.cwd().number(), path, mode & 07777);
        }
        check(result, "fchmod", "");
    }

    /**
     * {@code int fchmodat2(int dirfd, const char *name, mode_t mode, AT_SYMLINK_NOFOLLOW)}, or before Linux 6.6 through
     * {@code /proc/self/fd}. A symbolic link has no permissions of its own: it is left as it is.
     *
     * @param mode permissions with set-id and sticky bits; type bits are ignored
     * @throws ErrnoException ENOENT, EPERM, EROFS, ...
     */
    public static void chmodAt(Fd dir, String name, int mode) throws ErrnoException {
        long path = Scratch.begin().put(terminated("fchmodat2", name));
        long result = Kernel.call(Syscall.FCHMODAT2, dir.number(), path, mode & 07777, AT_SYMLINK_NOFOLLOW);
        if (Errno.ENOSYS.is(result)) {
            chmodByPathDescriptor(dir, name, mode);
        } else if (!Errno.EOPNOTSUPP.is(result) || !Stat.statAt(dir, name).isSymlink()) {
            check(result, "fchmodat2", name);
        }
    }

    /** What {@link #chmodAt} does where the kernel has no fchmodat2. */
    static void chmodByPathDescriptor(Fd dir, String name, int mode) throws ErrnoException {
        try (Fd file = Open.openAt(dir, name, Open.O_PATH | Open.O_NOFOLLOW, 0)) {
            if (!Stat.stat(file).isSymlink()) {
                chmod(file, mode);
            }
        }
    }

    /**
     * {@code int fchownat(int fd, "", uid_t uid, gid_t gid, AT_EMPTY_PATH)}, also of an {@code O_PATH} descriptor. The
     * kernel clears set-id bits and file capabilities, so set those afterwards.
     *
     * @param uid owner; -1 leaves it
     * @param gid group; -1 leaves it
     * @throws ErrnoException EPERM, EROFS, EINVAL for ids outside of the user namespace
     */
    public static void chown(Fd fd, int uid, int gid) throws ErrnoException {
        long path = Scratch.begin().put(EMPTY_PATH);
        check(Kernel.call(Syscall.FCHOWNAT, fd.number(), path, uid, gid, AT_EMPTY_PATH), "fchownat", "");
    }

    /**
     * {@code int fchownat(int dirfd, const char *name, uid_t uid, gid_t gid, AT_SYMLINK_NOFOLLOW)}; see {@link #chown}.
     *
     * @throws ErrnoException as {@link #chown}; ENOENT
     */
    public static void chownAt(Fd dir, String name, int uid, int gid) throws ErrnoException {
        long path = Scratch.begin().put(terminated("fchownat", name));
        long result = Kernel.call(Syscall.FCHOWNAT, dir.number(), path, uid, gid, AT_SYMLINK_NOFOLLOW);
        check(result, "fchownat", name);
    }

    /**
     * {@code int utimensat(int fd, "", const struct timespec times[2], AT_EMPTY_PATH)}, also of an {@code O_PATH}
     * descriptor.
     *
     * @param accessSeconds since 1970
     * @param accessNanos 0 to 999,999,999, or {@link #UTIME_NOW} or {@link #UTIME_OMIT}
     * @param modifySeconds since 1970
     * @param modifyNanos 0 to 999,999,999, or {@link #UTIME_NOW} or {@link #UTIME_OMIT}
     * @throws ErrnoException EPERM, EROFS, EINVAL for other nanoseconds
     */
    public static void setTimes(Fd fd, long accessSeconds, int accessNanos, long modifySeconds, int modifyNanos)
            throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long path = scratch.put(EMPTY_PATH);
        long times = times(scratch, accessSeconds, accessNanos, modifySeconds, modifyNanos);
        check(Kernel.call(Syscall.UTIMENSAT, fd.number(), path, times, AT_EMPTY_PATH), "utimensat", "");
    }

    /**
     * {@code int utimensat(int dirfd, const char *name, const struct timespec times[2], AT_SYMLINK_NOFOLLOW)}; see
     * {@link #setTimes}.
     *
     * @throws ErrnoException as {@link #setTimes}; ENOENT
     */
    public static void setTimesAt(
            Fd dir, String name, long accessSeconds, int accessNanos, long modifySeconds, int modifyNanos)
            throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long path = scratch.put(terminated("utimensat", name));
        long times = times(scratch, accessSeconds, accessNanos, modifySeconds, modifyNanos);
        long result = Kernel.call(Syscall.UTIMENSAT, dir.number(), path, times, AT_SYMLINK_NOFOLLOW);
        check(result, "utimensat", name);
    }

    private static long times(
            Scratch scratch, long accessSeconds, int accessNanos, long modifySeconds, int modifyNanos) {
        long at = scratch.reserve(TIMES_BYTES);
        scratch.setLong(at, accessSeconds);
        scratch.setLong(at + 8, accessNanos);
        scratch.setLong(at + 16, modifySeconds);
        scratch.setLong(at + 24, modifyNanos);
        return scratch.address(at);
    }
}
