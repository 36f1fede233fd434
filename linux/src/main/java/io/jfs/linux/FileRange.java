package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/** Ranges of open files, for those who pass on what a program asked: fallocate(2), copy_file_range(2). */
public final class FileRange {
    // linux/falloc.h
    public static final int FALLOC_FL_KEEP_SIZE = 1;
    public static final int FALLOC_FL_PUNCH_HOLE = 2;

    private FileRange() {}

    /**
     * {@code int fallocate(int fd, int mode, off_t offset, off_t length)}.
     *
     * @param mode {@code FALLOC_FL_*} bits
     * @throws ErrnoException as fallocate(2): EOPNOTSUPP, EINVAL, ENOSPC, EFBIG
     */
    public static void allocate(Fd fd, int mode, long offset, long length) throws ErrnoException {
        check(Kernel.retry(Syscall.FALLOCATE, fd.number(), mode, offset, length, 0, 0), "fallocate", "");
    }

    /**
     * {@code ssize_t copy_file_range(int from, off_t *fromOffset, int to, off_t *toOffset, size_t length, 0)}; the file
     * offsets stay.
     *
     * @return how many bytes were copied, possibly fewer; 0 at or after the end of the file
     * @throws ErrnoException as copy_file_range(2): EXDEV, EINVAL if the ranges overlap, ENOSPC
     */
    public static long copy(Fd from, long fromOffset, Fd to, long toOffset, long length) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long in = scratch.reserve(8);
        long out = scratch.reserve(8);
        scratch.setLong(in, fromOffset);
        scratch.setLong(out, toOffset);
        long result = Kernel.retry(
                Syscall.COPY_FILE_RANGE,
                from.number(),
                scratch.address(in),
                to.number(),
                scratch.address(out),
                length,
                0);
        return check(result, "copy_file_range", "");
    }
}
