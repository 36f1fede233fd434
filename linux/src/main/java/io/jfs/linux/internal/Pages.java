package io.jfs.linux.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Mapped pages, readable and writable. Those of {@link #of} go when neither this object nor its buffer is reachable.
 */
public final class Pages {
    private final MemorySegment memory;
    private final Runnable free;

    private Pages(MemorySegment memory, Runnable free) {
        this.memory = memory;
        this.free = free;
    }

    /** Takes over a mapping that mmap(2) made: munmap(2) follows when it is unreachable. */
    public static Pages of(long address, int size) {
        return new Pages(segment(address, size, Arena.ofAuto()), () -> {});
    }

    /** Takes over a mapping until {@link #free}, which must be called: nothing else unmaps it. */
    @SuppressWarnings("MustBeClosedChecker") // free closes it
    public static Pages owned(long address, int size) {
        Arena arena = Arena.ofShared();
        return new Pages(segment(address, size, arena), arena::close);
    }

    @SuppressWarnings("restricted") // the length is the kernel's own
    private static MemorySegment segment(long address, int size, Arena arena) {
        return MemorySegment.ofAddress(address)
                .reinterpret(size, arena, gone -> Kernel.call(Syscall.MUNMAP, gone.address(), size));
    }

    /** The memory, in native byte order. Once freed, its use throws {@link IllegalStateException}. */
    public ByteBuffer bytes() {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Where it is. */
    public long address() {
        return memory.address();
    }

    /** Unmaps what {@link #owned} took over; does nothing to others. Once only. */
    public void free() {
        free.run();
    }
}
