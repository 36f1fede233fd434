package io.jfs.linux.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Native memory of one thread in which a system call's strings, structs and data lie. Two regions: arguments, handed
 * out by {@link #put} and {@link #reserve} from the start; and {@link #DATA_BYTES} of data at {@link #data()}.
 *
 * <p>Invariant: whoever calls {@link #begin} builds its arguments, enters the kernel and reads the results before
 * anybody on this thread calls {@code begin} again, which forgets them. So no method holds scratch addresses across a
 * call of another public method or of foreign code. Positions are offsets into the memory; {@link #address} makes a
 * pointer of one.
 */
public final class Scratch {
    /** Size of the data region: the largest chunk of one read, write, directory listing or extended attribute. */
    public static final int DATA_BYTES = 128 * 1024;

    /** Four paths of PATH_MAX (limits.h) and a few structs. */
    private static final int ARGUMENT_BYTES = 20 * 1024;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final MemorySegment memory;
    private final MemorySegment capture;
    private final BufferAddresses buffers = new BufferAddresses();
    private long next;

    private Scratch() {
        long captureBytes = Math.ceilDiv(Kernel.captureBytes(), 8) * 8;
        MemorySegment all = Arena.ofAuto().allocate(DATA_BYTES + ARGUMENT_BYTES + captureBytes, 64);
        memory = all.asSlice(0, DATA_BYTES + ARGUMENT_BYTES);
        capture = all.asSlice(DATA_BYTES + ARGUMENT_BYTES, captureBytes);
    }

    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    /** This thread's scratch, empty. */
    public static Scratch begin() {
        Scratch scratch = OF_THREAD.get();
        scratch.next = DATA_BYTES;
        return scratch;
    }

    MemorySegment capture() {
        return capture;
    }

    /** Copies bytes into the argument region; returns their address. */
    public long put(byte[] bytes) {
        long at = reserve(bytes.length);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, bytes.length);
        return address(at);
    }

    /** Reserves room in the argument region, aligned to 8 bytes and not cleared; returns its position. */
    public long reserve(long bytes) {
        long at = next;
        long end = at + Math.ceilDiv(bytes, 8) * 8;
        if (end > memory.byteSize()) {
            throw new IllegalArgumentException("system call arguments larger than " + ARGUMENT_BYTES + " bytes");
        }
        next = end;
        return at;
    }

    /** Position of the data region, which is 0. */
    public long data() {
        return 0;
    }

    /** The address of a position, for the kernel. */
    public long address(long position) {
        return memory.address() + position;
    }

    public int getByte(long position) {
        return memory.get(JAVA_BYTE, position) & 0xff;
    }

    public int getShort(long position) {
        return memory.get(JAVA_SHORT, position) & 0xffff;
    }

    public int getInt(long position) {
        return memory.get(JAVA_INT, position);
    }

    public long getLong(long position) {
        return memory.get(JAVA_LONG, position);
    }

    public void setLong(long position, long value) {
        memory.set(JAVA_LONG, position, value);
    }

    /** Copies out of the memory into a new array. */
    public byte[] bytes(long position, long length) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        get(position, bytes, 0, bytes.length);
        return bytes;
    }

    /** Copies out of the memory into an array. */
    public void get(long position, byte[] into, int offset, int length) {
        MemorySegment.copy(memory, JAVA_BYTE, position, into, offset, length);
    }

    /** Copies an array into the memory. */
    public void set(long position, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, memory, JAVA_BYTE, position, length);
    }

    /** Copies {@code length} bytes from the memory into the buffer at its position, which advances. */
    public void get(long position, ByteBuffer into, int length) {
        MemorySegment.copy(memory, position, MemorySegment.ofBuffer(into), 0, length);
        into.position(into.position() + length);
    }

    /** Copies {@code length} bytes at the buffer's position, which stays, into the memory. */
    public void set(long position, ByteBuffer from, int length) {
        MemorySegment.copy(MemorySegment.ofBuffer(from), 0, memory, position, length);
    }

    /**
     * The address of a direct buffer's position; the caller keeps the buffer reachable. Threads that use one or two
     * buffers again and again allocate nothing.
     */
    public static long addressOf(ByteBuffer direct) {
        return OF_THREAD.get().buffers.baseOf(direct) + direct.position();
    }

    /** The length of the bytes before the first NUL at or after a position, at most {@code limit}. */
    public int stringLength(long position, int limit) {
        int length = 0;
        while (length < limit && memory.get(JAVA_BYTE, position + length) != 0) {
            length++;
        }
        return length;
    }
}
