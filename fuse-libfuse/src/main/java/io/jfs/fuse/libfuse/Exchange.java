package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.Dispatcher;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Sends requests to a handler as the kernel would, one after another. Used by one thread at a time. */
final class Exchange {
    /** The most that one READ or WRITE moves: what libfuse 2 asks the kernel for. */
    static final int MAX_TRANSFER = 128 * 1024;

    private static final int HEADROOM = 8192;

    private final ByteBuffer in = buffer();
    private final ByteBuffer out = buffer();
    private final Dispatcher dispatcher;
    private Caller caller = new Caller(0, 0, 0);
    private long unique;
    private long[] lookups = new long[16];
    private int count;

    Exchange(FuseHandler handler, DispatchOptions options) {
        dispatcher = new Dispatcher(handler, options, in, out);
        dispatcher.placeReply(0, out.capacity());
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(MAX_TRANSFER + HEADROOM).order(ByteOrder.nativeOrder());
    }

    /** Begins to serve somebody. */
    void begin(Caller who) {
        caller = who;
    }

    /** Begins a request: what follows the header is to be put into the result. */
    ByteBuffer request(Opcode opcode, long node) {
        unique += 2; // odd numbers are the kernel's for interrupts
        in.putInt(4, opcode.code());
        in.putLong(8, unique);
        in.putLong(16, node);
        in.putInt(24, caller.uid());
        in.putInt(28, caller.gid());
        in.putInt(32, caller.pid());
        in.putInt(36, 0);
        return in.clear().position(Headers.IN_BYTES);
    }

    /** Sends the request; returns the reply's body, from 0 to the buffer's limit. */
    ByteBuffer send() throws ErrnoException {
        in.putInt(0, in.position());
        out.clear();
        int result = dispatcher.handle(0, Headers.IN_BYTES, -1, in.position());
        if (result == Dispatcher.NO_REPLY) {
            return out.limit(0);
        }
        return out.limit((int) ErrnoException.check(result, "fuse", ""));
    }

    /** Notes that the handler counted a lookup of a node, to be taken back by {@link #forgetAll}. */
    void looked(long node) {
        if (count == lookups.length) {
            lookups = Arrays.copyOf(lookups, 2 * count);
        }
        lookups[count++] = node;
    }

    /** Keeps the last lookup: {@link #forget} follows one day. */
    void keepLast() {
        count--;
    }

    void forgetAll() {
        while (count > 0) {
            forget(lookups[--count]);
        }
    }

    void forget(long node) {
        request(Opcode.FORGET, node).putLong(1);
        in.putInt(0, in.position());
        dispatcher.handle(0, Headers.IN_BYTES, -1, in.position());
    }
}
