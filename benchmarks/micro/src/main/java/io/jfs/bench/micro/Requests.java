package io.jfs.bench.micro;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.Dispatcher;
import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.Interrupts;
import io.jfs.fuse.dispatch.Timeouts;
import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Requests as bytes to a handler, without a kernel. */
final class Requests {
    private static final int ROOM = 256 * 1024;

    private final ByteBuffer in = ByteBuffer.allocateDirect(ROOM).order(ByteOrder.nativeOrder());
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM).order(ByteOrder.nativeOrder());
    private final Dispatcher dispatcher;

    Requests(FuseHandler handler) {
        DispatchOptions options = new DispatchOptions(
                Timeouts.FOR_EVER, true, true, false, new FuseCounters(), new Interrupts(), Optional.empty());
        dispatcher = new Dispatcher(handler, options, in, out);
        dispatcher.placeReply(Headers.OUT_BYTES, ROOM - Headers.OUT_BYTES);
    }

    static byte[] name(String name) {
        return (name + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** {@code struct fuse_read_in} for this many bytes from the start. */
    static byte[] read(int size) {
        ByteBuffer body = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
        body.putInt(16, size);
        return body.array();
    }

    /** {@code struct fuse_write_in} and this many bytes, for the start. */
    static byte[] write(int size) {
        ByteBuffer body = ByteBuffer.allocate(40 + size).order(ByteOrder.nativeOrder());
        body.putInt(16, size);
        return body.array();
    }

    /** {@code struct fuse_getxattr_in} and a name. */
    static byte[] xattr(String name) {
        byte[] text = name(name);
        ByteBuffer body = ByteBuffer.allocate(8 + text.length).order(ByteOrder.nativeOrder());
        body.putInt(0, 256).put(8, text);
        return body.array();
    }

    /** {@code struct fuse_forget_in}. */
    static byte[] forget(long lookups) {
        ByteBuffer body = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        body.putLong(0, lookups);
        return body.array();
    }

    /** Returns the length of the reply, or a negative error. */
    int send(Opcode opcode, long node, byte[] body) {
        int length = Headers.IN_BYTES + body.length;
        in.putInt(0, length);
        in.putInt(4, opcode.code());
        in.putLong(8, 2);
        in.putLong(16, node);
        in.putLong(24, 0);
        in.putLong(32, 0);
        in.put(Headers.IN_BYTES, body);
        return dispatcher.handle(0, Headers.IN_BYTES, -1, length);
    }

    /** As {@link #send}, for requests that must not fail. */
    int require(Opcode opcode, long node, byte[] body) {
        int length = send(opcode, node, body);
        if (length < 0) {
            throw new IllegalStateException(opcode + " gave " + length);
        }
        return length;
    }

    /** Looks a name up that is there; returns its node. */
    long lookup(long directory, String name) {
        require(Opcode.LOOKUP, directory, name(name));
        return node();
    }

    /** The node id of an entry that was the last reply. */
    private long node() {
        return out.getLong(Headers.OUT_BYTES);
    }
}
