package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Reading and writing open files: read(2), pread(2), write(2), pwrite(2), ftruncate(2). Direct buffers go to the kernel
 * as they are; heap buffers and arrays are copied through a native buffer of the thread, so nothing is allocated per
 * call. Calls that a signal interrupts are repeated.
 */
public final class FileIo {
    private FileIo() {}

    /**
     * {@code ssize_t read(int fd, void *buf, size_t count)}: reads at the file offset into the buffer's remaining room.
     *
     * @return how many bytes were read, possibly fewer than fit; -1 at the end of the file
     * @throws ErrnoException as read(2): EISDIR, EIO, EBADF for an {@code O_PATH} descriptor
     */
    public static int read(Fd fd, ByteBuffer into) throws ErrnoException {
        return read(Syscall.READ, "read", fd, into, 0);
    }

    /**
     * {@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)}; the file offset stays.
     *
     * @return how many bytes were read, possibly fewer than fit; -1 at or after the end of the file
     * @throws ErrnoException as pread(2)
     */
    public static int pread(Fd fd, ByteBuffer into, long offset) throws ErrnoException {
        return read(Syscall.PREAD64, "pread", fd, into, offset);
    }

    private static int read(Syscall call, String name, Fd fd, ByteBuffer into, long offset) throws ErrnoException {
        int room = into.remaining();
        if (room == 0) {
            return 0;
        }
        int count;
        if (into.isDirect()) {
            count = (int) check(direct(call, fd, into, offset), name, "");
            into.position(into.position() + count);
        } else {
            Scratch scratch = Scratch.begin();
            long data = scratch.address(scratch.data());
            count = (int)
                    check(Kernel.retry(call, fd.number(), data, Math.min(room, Scratch.DATA_BYTES), offset), name, "");
            scratch.get(scratch.data(), into, count);
        }
        return count == 0 ? -1 : count;
    }

    /** Reads at the file offset into a part of an array, which is not empty; -1 at the end of the file. */
    static int read(Fd fd, byte[] into, int offset, int length) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        int room = Math.min(length, Scratch.DATA_BYTES);
        long result = Kernel.retry(Syscall.READ, fd.number(), scratch.address(scratch.data()), room);
        int count = (int) check(result, "read", "");
        scratch.get(scratch.data(), into, offset, count);
        return count == 0 ? -1 : count;
    }

    /**
     * Writes all that remains in the buffer at the file offset: {@code ssize_t write(int fd, const void *buf, size_t
     * count)}, repeated.
     *
     * @throws ErrnoException as write(2): ENOSPC, EDQUOT, EFBIG, EIO; the buffer's position tells how much was written
     */
    public static void writeFully(Fd fd, ByteBuffer from) throws ErrnoException {
        while (from.hasRemaining()) {
            write(Syscall.WRITE, "write", fd, from, 0);
        }
    }

    /**
     * Writes all that remains in the buffer at a position of the file, whose offset stays: {@code ssize_t pwrite(int
     * fd, const void *buf, size_t count, off_t offset)}, repeated.
     *
     * @throws ErrnoException as pwrite(2); the buffer's position tells how much was written
     */
    public static void pwriteFully(Fd fd, ByteBuffer from, long offset) throws ErrnoException {
        long at = offset;
        while (from.hasRemaining()) {
            at += write(Syscall.PWRITE64, "pwrite", fd, from, at);
        }
    }

    private static int write(Syscall call, String name, Fd fd, ByteBuffer from, long offset) throws ErrnoException {
        int length = from.remaining();
        long result;
        if (from.isDirect()) {
            result = direct(call, fd, from, offset);
        } else {
            Scratch scratch = Scratch.begin();
            int chunk = Math.min(length, Scratch.DATA_BYTES);
            scratch.set(scratch.data(), from, chunk);
            result = Kernel.retry(call, fd.number(), scratch.address(scratch.data()), chunk, offset);
        }
        int count = progress(result, name);
        from.position(from.position() + count);
        return count;
    }

    /**
     * Writes a part of an array at the file offset.
     *
     * @throws ErrnoException as write(2)
     */
    public static void writeFully(Fd fd, byte[] from, int offset, int length) throws ErrnoException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            Scratch scratch = Scratch.begin();
            int chunk = Math.min(end - at, Scratch.DATA_BYTES);
            scratch.set(scratch.data(), from, at, chunk);
            long result = Kernel.retry(Syscall.WRITE, fd.number(), scratch.address(scratch.data()), chunk);
            at += progress(result, "write");
        }
    }

    private static long direct(Syscall call, Fd fd, ByteBuffer buffer, long offset) {
        try {
            return Kernel.retry(call, fd.number(), Scratch.addressOf(buffer), buffer.remaining(), offset);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** The number of bytes written; a device that takes none would otherwise be asked for ever. */
    static int progress(long result, String call) throws ErrnoException {
        int count = (int) check(result, call, "");
        if (count == 0) {
            throw new ErrnoException(Errno.EIO, call, "");
        }
        return count;
    }

    /**
     * {@code int ftruncate(int fd, off_t length)}; what is added is a hole.
     *
     * @throws ErrnoException as ftruncate(2): EINVAL if not open for writing, EFBIG
     */
    public static void truncate(Fd fd, long size) throws ErrnoException {
        check(Kernel.retry(Syscall.FTRUNCATE, fd.number(), size, 0), "ftruncate", "");
    }

    /** A stream over an open file from its offset on, unbuffered; closing it closes the descriptor, which it owns. */
    public static InputStream inputStream(Fd owned) {
        return new FdInputStream(owned);
    }

    /** A stream into an open file from its offset on, unbuffered; closing it closes the descriptor, which it owns. */
    public static OutputStream outputStream(Fd owned) {
        return new FdOutputStream(owned);
    }
}
