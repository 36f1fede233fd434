package io.jfs.fuse.wire;

import java.nio.ByteBuffer;

/**
 * Where a request over io_uring lies: {@code struct fuse_uring_req_header} (288 bytes): in_out 0 (128 bytes:
 * {@link Headers}' request header, then the reply's), op_in 128 (128 bytes: the operation's struct), ring_ent_in_out
 * 256 ({@code struct fuse_uring_ent_in_out}: flags 0, commit_id 8, payload_sz 16). Names and data, and the reply's
 * body, lie elsewhere, in the payload.
 */
public final class RingLayout {
    public static final int BYTES = 288;
    /** The operation's struct; without any, names and data alone make the request. */
    public static final int STRUCT = 128;

    private static final int COMMIT_ID = 256 + 8;
    private static final int PAYLOAD_BYTES = 256 + 16;

    private RingLayout() {}

    /** What answers this request. */
    public static long commitId(ByteBuffer ring) {
        return ring.getLong(COMMIT_ID);
    }

    /** How long names and data are. */
    public static int payloadBytes(ByteBuffer ring) {
        return ring.getInt(PAYLOAD_BYTES);
    }

    /**
     * Writes a reply's header over the request's.
     *
     * @param error negative error number, 0 for success
     * @param payloadBytes how long the reply's body is
     */
    public static void putOut(ByteBuffer ring, int error, long unique, int payloadBytes) {
        Headers.putOut(ring, 0, Headers.OUT_BYTES + payloadBytes, error, unique);
        ring.putInt(PAYLOAD_BYTES, payloadBytes);
    }
}
