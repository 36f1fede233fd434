package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.Dispatcher;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import io.jfs.fuse.wire.RingLayout;
import java.nio.ByteBuffer;

/**
 * Handles requests that lie in a ring's memory: the header, room of ours (<em>aside</em>), the payload. The reply's
 * body must end up in the payload, where the request's names and data are while the handler reads them. So one of the
 * two is aside meanwhile: the request, which is a name or two, unless it is large; then the reply, which is short.
 */
final class RingSlot {
    /** Bytes before the payload. */
    static final int PAYLOAD_AT = 5 * 4096;

    private static final int ASIDE_AT = 512;
    /** A symbolic link's name and target fit. */
    private static final int ASIDE_BYTES = PAYLOAD_AT - ASIDE_AT;

    private final ByteBuffer bytes;
    private final Dispatcher dispatcher;

    RingSlot(ByteBuffer bytes, FuseHandler handler, DispatchOptions options) {
        this.bytes = bytes;
        this.dispatcher = new Dispatcher(handler, options, bytes, bytes);
    }

    /**
     * Handles the request and puts the reply in its place.
     *
     * @return the request's id, by which it is answered
     */
    long serve() {
        long unique = Headers.unique(bytes, 0);
        long commitId = RingLayout.commitId(bytes);
        int payload = RingLayout.payloadBytes(bytes);
        boolean large = payload > ASIDE_BYTES || Headers.opcode(bytes, 0) == Opcode.WRITE.code();
        int result = large ? replyAside(payload) : requestAside(payload);
        int length = Math.max(result, 0);
        RingLayout.putOut(bytes, result == Dispatcher.NO_REPLY ? 0 : Math.min(result, 0), unique, length);
        return commitId;
    }

    private int replyAside(int payload) {
        dispatcher.placeReply(ASIDE_AT, ASIDE_BYTES);
        int result = dispatcher.handle(0, RingLayout.STRUCT, PAYLOAD_AT, PAYLOAD_AT + payload);
        if (result > 0) {
            bytes.put(PAYLOAD_AT, bytes, ASIDE_AT, result);
        }
        return result;
    }

    private int requestAside(int payload) {
        if (payload > 0) {
            bytes.put(ASIDE_AT, bytes, PAYLOAD_AT, payload);
        }
        dispatcher.placeReply(PAYLOAD_AT, bytes.capacity() - PAYLOAD_AT);
        return dispatcher.handle(0, RingLayout.STRUCT, ASIDE_AT, ASIDE_AT + payload);
    }
}
