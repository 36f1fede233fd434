package io.jfs.linux.internal;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * Where the direct buffers that a thread used last begin. The JDK tells the address only by way of a new object each
 * time. A buffer's address never changes, and the references are weak, so none is kept alive here. For one thread.
 */
final class BufferAddresses {
    private WeakReference<ByteBuffer> first = new WeakReference<>(null);
    private WeakReference<ByteBuffer> second = new WeakReference<>(null);
    private long firstBase;
    private long secondBase;

    /** The address of a direct buffer's index 0. */
    long baseOf(ByteBuffer direct) {
        if (first.refersTo(direct)) {
            return firstBase;
        }
        if (second.refersTo(direct)) {
            return secondBase;
        }
        second = first;
        secondBase = firstBase;
        first = new WeakReference<>(direct);
        firstBase = MemorySegment.ofBuffer(direct).address() - direct.position();
        return firstBase;
    }
}
