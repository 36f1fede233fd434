package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/** Copying file contents, and holes: FICLONE, copy_file_range(2), lseek(2) for data and holes, fallocate(2). */
public final class DataCopy {
    private static final int FICLONE = 0x40049409; // _IOW(0x94, 9, int), linux/fs.h

    // linux/fs.h
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    // linux/falloc.h
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;

    /** One copy_file_range; it is not interruptible within, so not all of a huge file at once. */
    private static final long RANGE_BYTES = 1L << 30;

    private DataCopy() {}

    /**
     * Makes a file share the blocks of another: {@code int ioctl(int to, FICLONE, int from)}.
     *
     * @return false if these filesystems cannot, and nothing was done
     * @throws ErrnoException as ioctl_ficlone(2) for other reasons: EBADF, EISDIR, ENOSPC, EIO
     */
    public static boolean reflink(Fd from, Fd to) throws ErrnoException {
        long result = Kernel.retry(Syscall.IOCTL, to.number(), FICLONE, from.number());
        if (Errno.EOPNOTSUPP.is(result)
                || Errno.EXDEV.is(result)
                || Errno.EINVAL.is(result)
                || Errno.ENOTTY.is(result)) {
            return false;
        }
        check(result, "ioctl FICLONE", "");
        return true;
    }

    /**
     * Copies the first {@code size} bytes into an empty file, in the cheapest way that works; afterwards it has
     * {@code size} bytes and holes where the source has them. The file offset of {@code from} moves, so one descriptor
     * must not be copied by two threads at once. If the source shrinks meanwhile, the rest is a hole; if it grows, a
     * reflink has all of it.
     *
     * @param to an empty file, open for writing without {@code O_APPEND}
     * @param size the source's size in bytes, from its {@link FileStat}
     * @return what did it
     * @throws ErrnoException as read(2), write(2), copy_file_range(2): ENOSPC, EDQUOT, EIO, EFBIG
     */
    public static CopyMethod copyContents(Fd from, Fd to, long size) throws ErrnoException {
        if (size > 0 && reflink(from, to)) {
            return CopyMethod.REFLINK;
        }
        CopyMethod method = CopyMethod.COPY_FILE_RANGE;
        long at = 0;
        while (at < size) {
            long start = seekData(from, at);
            long end = start < 0 ? -1 : Math.min(size, seekHole(from, start));
            if (end <= start) {
                break; // only a hole is left
            }
            at = method == CopyMethod.COPY_FILE_RANGE ? copyRange(from, to, start, end) : start;
            if (at < end) {
                method = CopyMethod.READ_WRITE;
                at = readWrite(from, to, at, end);
            }
            if (at < end) {
                break; // the source has shrunk
            }
        }
        if (at < size) {
            FileIo.truncate(to, size);
        }
        return method;
    }

    /** Copies by copy_file_range for as long as that works; returns how far it came. */
    private static long copyRange(Fd from, Fd to, long start, long end) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long in = scratch.reserve(8);
        long out = scratch.reserve(8);
        long at = start;
        while (at < end) {
            scratch.setLong(in, at);
            scratch.setLong(out, at);
            long length = Math.min(end - at, RANGE_BYTES);
            long result = Kernel.retry(
                    Syscall.COPY_FILE_RANGE,
                    from.number(),
                    scratch.address(in),
                    to.number(),
                    scratch.address(out),
                    length,
                    0);
            if (result == 0 || cannotCopyRange(result)) {
                return at;
            }
            at += check(result, "copy_file_range", "");
        }
        return at;
    }

    private static boolean cannotCopyRange(long result) {
        return Errno.EXDEV.is(result)
                || Errno.EINVAL.is(result)
                || Errno.EOPNOTSUPP.is(result)
                || Errno.ENOSYS.is(result)
                || Errno.EPERM.is(result);
    }

    /** Copies through the thread's data region; returns how far it came, short of {@code end} if the source ended. */
    private static long readWrite(Fd from, Fd to, long start, long end) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long buffer = scratch.address(scratch.data());
        long at = start;
        while (at < end) {
            long wanted = Math.min(end - at, Scratch.DATA_BYTES);
            long count = check(Kernel.retry(Syscall.PREAD64, from.number(), buffer, wanted, at), "pread", "");
            if (count == 0) {
                return at;
            }
            long written = 0;
            while (written < count) {
                long result =
                        Kernel.retry(Syscall.PWRITE64, to.number(), buffer + written, count - written, at + written);
                written += FileIo.progress(result, "pwrite");
            }
            at += count;
        }
        return at;
    }

    /**
     * Frees the space of a range, which then reads as zeros; the size stays: {@code int fallocate(int fd,
     * FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off_t offset, off_t length)}.
     *
     * @throws ErrnoException EOPNOTSUPP if the filesystem cannot
     */
    public static void punchHole(Fd fd, long offset, long length) throws ErrnoException {
        int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
        check(Kernel.retry(Syscall.FALLOCATE, fd.number(), mode, offset, length, 0, 0), "fallocate", "");
    }

    /**
     * Reserves space for a range and grows the file to its end: {@code int fallocate(int fd, 0, off_t offset, off_t
     * length)}.
     *
     * @throws ErrnoException ENOSPC; EOPNOTSUPP if the filesystem cannot
     */
    public static void allocate(Fd fd, long offset, long length) throws ErrnoException {
        check(Kernel.retry(Syscall.FALLOCATE, fd.number(), 0, offset, length, 0, 0), "fallocate", "");
    }

    /**
     * Where the next data is: {@code off_t lseek(int fd, off_t offset, SEEK_DATA)}. Moves the file offset. Where the
     * filesystem knows no holes, all is data.
     *
     * @return the position, at or after {@code offset}; -1 if there is no more
     * @throws ErrnoException as lseek(2)
     */
    public static long seekData(Fd fd, long offset) throws ErrnoException {
        long result = Kernel.call(Syscall.LSEEK, fd.number(), offset, SEEK_DATA);
        return Errno.ENXIO.is(result) ? -1 : check(result, "lseek", "SEEK_DATA");
    }

    /**
     * Where the next hole is: {@code off_t lseek(int fd, off_t offset, SEEK_HOLE)}. Moves the file offset. There is
     * always one at the end of the file.
     *
     * @return the position, at or after {@code offset}; -1 if {@code offset} is at or after the end
     * @throws ErrnoException as lseek(2)
     */
    public static long seekHole(Fd fd, long offset) throws ErrnoException {
        long result = Kernel.call(Syscall.LSEEK, fd.number(), offset, SEEK_HOLE);
        return Errno.ENXIO.is(result) ? -1 : check(result, "lseek", "SEEK_HOLE");
    }
}
