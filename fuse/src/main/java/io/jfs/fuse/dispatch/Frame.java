package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;

/**
 * Where one request lies in its buffer and where its reply goes: a header, the operation's struct, then names or data.
 * Reused for each request of a thread. Request and reply may share a buffer but do not overlap.
 */
final class Frame {
    private static final int SHORT_SETXATTR_BYTES = 8;

    final ByteBuffer in;
    final ByteBuffer out;
    final FuseRequest request;
    int struct;
    int payload;
    int end;
    int reply;
    int room;

    final boolean shortSetxattr;

    Frame(ByteBuffer in, ByteBuffer out, DispatchOptions options) {
        this.shortSetxattr = options.shortSetxattr();
        this.in = in;
        this.out = out;
        this.request = new FuseRequest(in, options.interrupts());
    }

    /** @param payloadAt where names or data are; negative: right after the struct */
    void place(Opcode opcode, int headerAt, int structAt, int payloadAt, int endAt) throws ErrnoException {
        struct = structAt;
        payload = payloadAt < 0 ? structAt + structBytes(opcode) : payloadAt;
        end = endAt;
        int extensions = Headers.extensionBytes(in, headerAt);
        if (payload > end || extensions > end - payload) {
            throw malformed();
        }
        request.place(opcode, headerAt, end);
        end -= extensions;
    }

    private int structBytes(Opcode opcode) {
        return opcode == Opcode.SETXATTR && shortSetxattr ? SHORT_SETXATTR_BYTES : opcode.structBytes();
    }

    int u32(int offset) {
        return in.getInt(struct + offset);
    }

    long u64(int offset) {
        return in.getLong(struct + offset);
    }

    /** The payload's first name; returns where the next begins. */
    int name(FuseName into) throws ErrnoException {
        return name(into, payload);
    }

    int name(FuseName into, int at) throws ErrnoException {
        int next = into.place(at, end);
        if (next < 0) {
            throw malformed();
        }
        return next;
    }

    /** A part of the payload as the view's content. */
    ByteBuffer data(ByteBuffer view, int at, int length) throws ErrnoException {
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        return view.limit(at + length).position(at);
    }

    static ErrnoException malformed() {
        return FuseFailure.of(Errno.EIO);
    }
}
