package io.jfs.linux.btrfs;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An ioctl with a struct that the kernel reads and perhaps fills. */
final class Ioctl {
    private final long request;
    private final String name;

    /**
     * @param request its number
     * @param name as {@code linux/btrfs.h} calls it
     */
    Ioctl(long request, String name) {
        this.request = request;
        this.name = name;
    }

    /** A struct of this size, all zeros, in the kernel's byte order. */
    static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** Hands the struct to the kernel and takes it back with what the kernel wrote into it. */
    void call(Fd fd, String subject, ByteBuffer struct) throws ErrnoException {
        check(raw(fd, struct), "ioctl " + name, subject);
    }

    /** As {@link #call}, but an error is the result. */
    long raw(Fd fd, ByteBuffer struct) {
        Scratch scratch = Scratch.begin();
        byte[] bytes = new byte[struct.capacity()];
        struct.get(0, bytes);
        long at = scratch.reserve(bytes.length);
        scratch.set(at, bytes, 0, bytes.length);
        long result = Kernel.call(Syscall.IOCTL, fd.number(), request, scratch.address(at));
        scratch.get(at, bytes, 0, bytes.length);
        struct.put(0, bytes);
        return result;
    }
}
