package io.jfs.linux.fuse;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Pages;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Page-aligned memory whose address the kernel is told. Pages that were never touched take no memory. It is given back
 * when neither this object nor any view of {@link #bytes} is reachable any more.
 */
public final class NativeBuffer {
    private static final int PROT_READ_WRITE = 3; // linux/mman.h
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22; // linux/mman.h
    private static final int MAP_SHARED_POPULATE = 0x8001; // linux/mman.h

    private final Pages pages;
    private final ByteBuffer bytes;

    private NativeBuffer(Pages pages) {
        this.pages = pages;
        this.bytes = pages.bytes();
    }

    /**
     * New memory, all 0: {@code mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)}.
     *
     * @throws ErrnoException ENOMEM
     */
    public static NativeBuffer allocate(int size) throws ErrnoException {
        return new NativeBuffer(Pages.of(map(size, MAP_PRIVATE_ANONYMOUS, -1, 0), size));
    }

    /** As {@link #allocate}, but given back by {@link #free} and by nothing else. */
    static NativeBuffer allocateOwned(int size) throws ErrnoException {
        return new NativeBuffer(Pages.owned(map(size, MAP_PRIVATE_ANONYMOUS, -1, 0), size));
    }

    /** A part of a file, shared and present from the start; given back by {@link #free} and by nothing else. */
    static NativeBuffer mapOwned(int size, int fd, long offset) throws ErrnoException {
        return new NativeBuffer(Pages.owned(map(size, MAP_SHARED_POPULATE, fd, offset), size));
    }

    private static long map(int size, int flags, int fd, long offset) throws ErrnoException {
        return check(Kernel.call(Syscall.MMAP, 0, size, PROT_READ_WRITE, flags, fd, offset), "mmap", "");
    }

    /** Gives owned memory back; its views throw {@link IllegalStateException} from then on. Once only. */
    void free() {
        pages.free();
    }

    /** The memory, in native byte order. One shared buffer: use offsets, or a {@code duplicate}, not its position. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** A view with its own position and limit, in native byte order. */
    public ByteBuffer view() {
        return bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    /** Bytes. */
    public int size() {
        return bytes.capacity();
    }

    long address() {
        return pages.address();
    }
}
