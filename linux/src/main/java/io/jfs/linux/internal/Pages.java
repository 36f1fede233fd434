package io.jfs.linux.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Mapped pages, readable and writable, given back when neither this object nor its buffer is reachable. */
public final class Pages {
    private final MemorySegment memory;

    private Pages(MemorySegment memory) {
        this.memory = memory;
    }

    /** Takes over a mapping that mmap(2) made: munmap(2) follows when it is unreachable. */
    @SuppressWarnings("restricted") // the length is the kernel's own
    public static Pages of(long address, int size) {
        return new Pages(MemorySegment.ofAddress(address)
                .reinterpret(size, Arena.ofAuto(), gone -> Kernel.call(Syscall.MUNMAP, gone.address(), size)));
    }

    /** The memory, in native byte order. */
    public ByteBuffer bytes() {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Where it is. */
    public long address() {
        return memory.address();
    }
}
