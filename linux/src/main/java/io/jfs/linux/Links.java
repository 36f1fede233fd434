package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;
import static io.jfs.linux.NativePath.terminated;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/**
 * Making, renaming and removing directory entries. Entries are named by (directory, name); no call follows a symbolic
 * link in the name's last component. Modes are subject to the umask.
 */
public final class Links {
    // linux/fs.h
    public static final int RENAME_NOREPLACE = 1;
    public static final int RENAME_EXCHANGE = 2;
    public static final int RENAME_WHITEOUT = 4;

    // linux/fcntl.h
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int AT_EMPTY_PATH = 0x1000;

    /** The kernel's own device numbers: 12 bits major, 20 bits minor (linux/kdev_t.h). */
    private static final int MAX_MAJOR = 0xfff;

    private static final int MAX_MINOR = 0xf_ffff;

    private static final byte[] EMPTY_PATH = {0};

    private Links() {}

    /**
     * {@code int mkdirat(int dirfd, const char *name, mode_t mode)}.
     *
     * @throws ErrnoException EEXIST, ENOENT, ENOSPC, EROFS, ...
     */
    public static void mkdirAt(Fd dir, String name, int mode) throws ErrnoException {
        long path = Scratch.begin().put(terminated("mkdirat", name));
        check(Kernel.call(Syscall.MKDIRAT, dir.number(), path, mode), "mkdirat", name);
    }

    /**
     * Removes an entry that is no directory: {@code int unlinkat(int dirfd, const char *name, 0)}.
     *
     * @throws ErrnoException ENOENT, EISDIR, EBUSY, ...
     */
    public static void unlinkAt(Fd dir, String name) throws ErrnoException {
        long path = Scratch.begin().put(terminated("unlinkat", name));
        check(Kernel.call(Syscall.UNLINKAT, dir.number(), path, 0), "unlinkat", name);
    }

    /**
     * Removes an empty directory: {@code int unlinkat(int dirfd, const char *name, AT_REMOVEDIR)}.
     *
     * @throws ErrnoException ENOENT, ENOTDIR, ENOTEMPTY, EBUSY if something is mounted on it
     */
    public static void removeDirectoryAt(Fd dir, String name) throws ErrnoException {
        long path = Scratch.begin().put(terminated("unlinkat", name));
        check(Kernel.call(Syscall.UNLINKAT, dir.number(), path, AT_REMOVEDIR), "unlinkat", name);
    }

    /**
     * Makes a hard link: {@code int linkat(int olddirfd, const char *old, int newdirfd, const char *new, 0)}. Of a
     * symbolic link it links the link itself.
     *
     * @throws ErrnoException EEXIST, EXDEV, EMLINK, EPERM for a directory
     */
    public static void linkAt(Fd fromDir, String from, Fd toDir, String to) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long old = scratch.put(terminated("linkat", from));
        long fresh = scratch.put(terminated("linkat", to));
        check(Kernel.call(Syscall.LINKAT, fromDir.number(), old, toDir.number(), fresh, 0), "linkat", to);
    }

    /**
     * Gives an open file a name, such as one opened with {@code O_TMPFILE}: {@code int linkat(int fd, "", int newdirfd,
     * const char *new, AT_EMPTY_PATH)}, and where that needs a capability which the process lacks, through
     * {@code /proc/self/fd}.
     *
     * @throws ErrnoException EEXIST, EXDEV; ENOENT if the file's last name was removed
     */
    public static void linkFd(Fd file, Fd toDir, String to) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long fresh = scratch.put(terminated("linkat", to));
        long empty = scratch.put(EMPTY_PATH);
        long result = Kernel.call(Syscall.LINKAT, file.number(), empty, toDir.number(), fresh, AT_EMPTY_PATH);
        if (Errno.ENOENT.is(result) || Errno.EPERM.is(result)) {
            long link = scratch.put(terminated("linkat", file.procPath()));
            int cwd = Fd.cwd().number();
            result = Kernel.call(Syscall.LINKAT, cwd, link, toDir.number(), fresh, AT_SYMLINK_FOLLOW);
        }
        check(result, "linkat", to);
    }

    /**
     * {@code int symlinkat(const char *target, int dirfd, const char *name)}; the target is any text.
     *
     * @throws ErrnoException EEXIST, ENOENT if the target is empty, ...
     */
    public static void symlinkAt(String target, Fd dir, String name) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long text = scratch.put(terminated("symlinkat", target));
        long path = scratch.put(terminated("symlinkat", name));
        check(Kernel.call(Syscall.SYMLINKAT, text, dir.number(), path), "symlinkat", name);
    }

    /**
     * A symbolic link's target: {@code ssize_t readlinkat(int dirfd, const char *name, char *buf, size_t size)}.
     *
     * @throws ErrnoException EINVAL if it is no symbolic link, ENOENT
     */
    public static String readLinkAt(Fd dir, String name) throws ErrnoException {
        return readLink(dir, terminated("readlinkat", name), name);
    }

    /**
     * The target of a symbolic link that is open with {@code O_PATH | O_NOFOLLOW}.
     *
     * @throws ErrnoException ENOENT or EINVAL if it is no symbolic link
     */
    public static String readLink(Fd link) throws ErrnoException {
        return readLink(link, EMPTY_PATH, "");
    }

    private static String readLink(Fd dir, byte[] path, String subject) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long address = scratch.put(path);
        long buffer = scratch.address(scratch.data());
        long result = Kernel.call(Syscall.READLINKAT, dir.number(), address, buffer, NativePath.PATH_MAX);
        long length = check(result, "readlinkat", subject);
        return NativePath.decode(scratch.bytes(scratch.data(), length));
    }

    /**
     * Renames, replacing what has the new name: {@code renameat(2)}.
     *
     * @throws ErrnoException ENOENT, EXDEV, ENOTEMPTY, EISDIR, ...
     */
    public static void renameAt(Fd fromDir, String from, Fd toDir, String to) throws ErrnoException {
        renameAt2(fromDir, from, toDir, to, 0);
    }

    /**
     * {@code int renameat2(int olddirfd, const char *old, int newdirfd, const char *new, unsigned flags)}.
     *
     * @param flags of {@link #RENAME_NOREPLACE}, {@link #RENAME_EXCHANGE}, {@link #RENAME_WHITEOUT}
     * @throws ErrnoException as {@link #renameAt}; EEXIST for {@code RENAME_NOREPLACE}; EINVAL if the filesystem does
     *     not know the flags
     */
    public static void renameAt2(Fd fromDir, String from, Fd toDir, String to, int flags) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long old = scratch.put(terminated("renameat2", from));
        long fresh = scratch.put(terminated("renameat2", to));
        long result = Kernel.call(Syscall.RENAMEAT2, fromDir.number(), old, toDir.number(), fresh, flags);
        if (result < 0) {
            check(result, "renameat2", from + " -> " + to);
        }
    }

    /**
     * Makes a device file, fifo, socket or empty file: {@code int mknodat(int dirfd, const char *name, mode_t mode,
     * dev_t dev)}.
     *
     * @param mode the type's bits and permissions
     * @param major of a device, at most 12 bits; else 0
     * @param minor of a device, at most 20 bits; else 0
     * @throws ErrnoException EEXIST; EPERM for a device without the capability; EINVAL for numbers that Linux does not
     *     have
     */
    public static void mknodAt(Fd dir, String name, int mode, int major, int minor) throws ErrnoException {
        if (major < 0 || major > MAX_MAJOR || minor < 0 || minor > MAX_MINOR) {
            throw new ErrnoException(Errno.EINVAL, "mknodat", name);
        }
        long path = Scratch.begin().put(terminated("mknodat", name));
        long device = Devices.makedev(major, minor);
        check(Kernel.call(Syscall.MKNODAT, dir.number(), path, mode, device), "mknodat", name);
    }

    /**
     * Makes a fifo: {@code mknodat} with {@code S_IFIFO}.
     *
     * @throws ErrnoException EEXIST, ...
     */
    public static void mkfifoAt(Fd dir, String name, int mode) throws ErrnoException {
        mknodAt(dir, name, FileType.FIFO.bits() | (mode & 07777), 0, 0);
    }
}
