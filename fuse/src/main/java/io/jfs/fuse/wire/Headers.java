package io.jfs.fuse.wire;

import java.nio.ByteBuffer;

/**
 * The headers: {@code struct fuse_in_header} (40 bytes: len 0, opcode 4, unique 8, nodeid 16, uid 24, gid 28, pid 32,
 * total_extlen 36) and {@code struct fuse_out_header} (16 bytes: len 0, error 4, unique 8).
 */
public final class Headers {
    public static final int IN_BYTES = 40;
    public static final int OUT_BYTES = 16;

    private Headers() {}

    /** Bytes of the whole request, header included. */
    public static int length(ByteBuffer in, int at) {
        return in.getInt(at);
    }

    public static int opcode(ByteBuffer in, int at) {
        return in.getInt(at + 4);
    }

    public static long unique(ByteBuffer in, int at) {
        return in.getLong(at + 8);
    }

    public static long node(ByteBuffer in, int at) {
        return in.getLong(at + 16);
    }

    public static int uid(ByteBuffer in, int at) {
        return in.getInt(at + 24);
    }

    public static int gid(ByteBuffer in, int at) {
        return in.getInt(at + 28);
    }

    public static int pid(ByteBuffer in, int at) {
        return in.getInt(at + 32);
    }

    /** Bytes of extensions at the request's end; the field counts them in units of 8. */
    public static int extensionBytes(ByteBuffer in, int at) {
        return (in.getShort(at + 36) & 0xffff) * 8;
    }

    /**
     * Writes a reply's header.
     *
     * @param length bytes of the whole reply, header included
     * @param error negative error number, 0 for success; a notification's code if {@code unique} is 0
     */
    public static void putOut(ByteBuffer out, int at, int length, int error, long unique) {
        out.putInt(at, length);
        out.putInt(at + 4, error);
        out.putLong(at + 8, unique);
    }
}
