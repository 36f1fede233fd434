package io.jfs.linux.fuse;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.lang.ref.Reference;
import java.nio.file.Path;

/**
 * An open {@code /dev/fuse}, fuse(4): a channel by which the kernel asks a filesystem and is answered. It belongs to a
 * mount once a mount was given its descriptor. Thread-safe; two threads that read get different requests.
 */
public final class FuseDevice implements AutoCloseable {
    private static final Path DEVICE = Path.of("/dev/fuse");

    // linux/fuse.h: _IOR(229, 0, u32), _IOW(229, 1, struct fuse_backing_map), _IOW(229, 2, u32)
    private static final long CLONE = 0x8004e500L;
    private static final long BACKING_OPEN = 0x4010e501L;
    private static final long BACKING_CLOSE = 0x4004e502L;
    private static final int BACKING_MAP_BYTES = 16; // struct fuse_backing_map { s32 fd; u32 flags; u64 padding; }

    private static final int POLLIN = 1; // asm-generic/poll.h
    private static final int POLL_BYTES = 8; // struct pollfd { int fd; short events, revents; }

    private final Fd fd;

    private FuseDevice(Fd fd) {
        this.fd = fd;
    }

    /**
     * A new channel.
     *
     * @throws ErrnoException ENOENT or ENODEV if the kernel has no FUSE, EACCES
     */
    public static FuseDevice open() throws ErrnoException {
        return new FuseDevice(Open.open(DEVICE, Open.O_RDWR, 0));
    }

    /** Takes ownership of a descriptor that another program opened. */
    public static FuseDevice ofOwned(Fd fd) {
        return new FuseDevice(fd);
    }

    /**
     * Another channel to the same mount that never blocks in {@link #read}: {@code FUSE_DEV_IOC_CLONE}. What was read
     * from it must be answered by it.
     *
     * @throws ErrnoException EPERM or EINVAL if this channel is not mounted yet
     */
    public FuseDevice cloneNonBlocking() throws ErrnoException {
        return cloneDevice(Open.O_NONBLOCK);
    }

    /** As {@link #cloneNonBlocking}, but {@link #read} waits for a request. */
    public FuseDevice cloneBlocking() throws ErrnoException {
        return cloneDevice(0);
    }

    private FuseDevice cloneDevice(int flags) throws ErrnoException {
        Fd other = Open.open(DEVICE, Open.O_RDWR | flags, 0);
        try {
            Scratch scratch = Scratch.begin();
            long number = scratch.reserve(Long.BYTES);
            scratch.setLong(number, Integer.toUnsignedLong(fd.number()));
            long address = scratch.address(number);
            check(Kernel.retry(Syscall.IOCTL, other.number(), CLONE, address), "ioctl FUSE_DEV_IOC_CLONE", "/dev/fuse");
            return new FuseDevice(other);
        } catch (ErrnoException e) {
            other.close();
            throw e;
        }
    }

    /** The descriptor, which stays this object's. */
    public Fd fd() {
        return fd;
    }

    /**
     * Reads one request to the buffer's start.
     *
     * @return its length; 0 if this channel never blocks and there is none
     * @throws ErrnoException ENODEV if the filesystem was unmounted, ECONNABORTED if its connection was aborted, EINVAL
     *     if the buffer is too small
     */
    public int read(NativeBuffer into) throws ErrnoException {
        try {
            while (true) {
                long result = Kernel.call(Syscall.READ, fd.number(), into.address(), into.size());
                if (result >= 0) {
                    return (int) result;
                }
                if (Errno.EAGAIN.is(result)) {
                    return 0;
                }
                boolean again = Errno.EINTR.is(result) || Errno.ENOENT.is(result); // ENOENT: withdrawn meanwhile
                if (!again) {
                    check(result, "read", "/dev/fuse");
                }
            }
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    /**
     * Writes one reply or notification, which lies in the buffer.
     *
     * @return false if the kernel no longer wants it (ENOENT): the request was interrupted, or a notification named
     *     what it does not know
     * @throws ErrnoException EINVAL if it is malformed, ENODEV after unmount, EPERM for a channel that is not mounted
     */
    public boolean write(NativeBuffer from, int offset, int length) throws ErrnoException {
        try {
            long result = Kernel.retry(Syscall.WRITE, fd.number(), from.address() + offset, length);
            if (Errno.ENOENT.is(result)) {
                return false;
            }
            check(result, "write", "/dev/fuse");
            return true;
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    /**
     * Waits until {@link #read} would find a request or the end, or time is up.
     *
     * @return whether there is something to read
     * @throws ErrnoException as ppoll(2)
     */
    public boolean awaitReadable(long timeoutNanos) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long poll = scratch.reserve(POLL_BYTES);
        long timeout = scratch.reserve(16); // struct timespec
        scratch.setLong(poll, Integer.toUnsignedLong(fd.number()) | ((long) POLLIN << 32));
        scratch.setLong(timeout, timeoutNanos / 1_000_000_000);
        scratch.setLong(timeout + 8, timeoutNanos % 1_000_000_000);
        long result = Kernel.call(Syscall.PPOLL, scratch.address(poll), 1, scratch.address(timeout), 0);
        return !Errno.EINTR.is(result) && check(result, "ppoll", "/dev/fuse") > 0;
    }

    /**
     * Registers a file whose data the kernel reads and writes itself: {@code FUSE_DEV_IOC_BACKING_OPEN}. The kernel
     * keeps it, so the descriptor may be closed.
     *
     * @param file a regular file; {@code O_PATH} is enough
     * @return its id
     * @throws ErrnoException EPERM without {@code CAP_SYS_ADMIN} or where passthrough was not agreed; ELOOP if the
     *     file's filesystem is stacked too deeply; EBADF, EOPNOTSUPP if the file is not fit
     */
    public int openBacking(Fd file) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long map = scratch.reserve(BACKING_MAP_BYTES);
        scratch.setLong(map, Integer.toUnsignedLong(file.number()));
        scratch.setLong(map + 8, 0);
        long result = Kernel.retry(Syscall.IOCTL, fd.number(), BACKING_OPEN, scratch.address(map));
        return (int) check(result, "ioctl FUSE_DEV_IOC_BACKING_OPEN", "");
    }

    /**
     * Gives an id back; files that are open by it stay so: {@code FUSE_DEV_IOC_BACKING_CLOSE}.
     *
     * @throws ErrnoException ENOENT if there is no such id
     */
    public void closeBacking(int id) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long number = scratch.reserve(Long.BYTES);
        scratch.setLong(number, Integer.toUnsignedLong(id));
        long result = Kernel.retry(Syscall.IOCTL, fd.number(), BACKING_CLOSE, scratch.address(number));
        check(result, "ioctl FUSE_DEV_IOC_BACKING_CLOSE", Integer.toString(id));
    }

    /** Closes the channel. Closing a mount's last one ends its connection. Not while another thread reads from it. */
    @Override
    public void close() {
        fd.close();
    }
}
