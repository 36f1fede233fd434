package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Syscall;

/** Making data durable. */
public final class Sync {
    private Sync() {}

    /**
     * Waits until a file's data and attributes, or a directory's entries, are on the disk: {@code int fsync(int fd)}.
     *
     * @throws ErrnoException EIO, ENOSPC, EDQUOT; EBADF for an {@code O_PATH} descriptor
     */
    public static void fsync(Fd fd) throws ErrnoException {
        check(Kernel.retry(Syscall.FSYNC, fd.number()), "fsync", "");
    }

    /**
     * As {@link #fsync}, without attributes that reading the data does not need: {@code int fdatasync(int fd)}.
     *
     * @throws ErrnoException as {@link #fsync}
     */
    public static void fdatasync(Fd fd) throws ErrnoException {
        check(Kernel.retry(Syscall.FDATASYNC, fd.number()), "fdatasync", "");
    }

    /**
     * Waits until all of the filesystem that the file is on is on the disk: {@code int syncfs(int fd)}.
     *
     * @throws ErrnoException as {@link #fsync}
     */
    public static void syncFileSystem(Fd fd) throws ErrnoException {
        check(Kernel.retry(Syscall.SYNCFS, fd.number()), "syncfs", "");
    }
}
