package io.jfs.fuse.wire;

import java.nio.ByteBuffer;

/**
 * What the server takes: {@code struct fuse_init_out} (64 bytes): major 0, minor 4, max_readahead 8, flags 12,
 * max_background 16, congestion_threshold 18, max_write 20, time_gran 24, max_pages 28, map_alignment 30, flags2 32,
 * max_stack_depth 36, request_timeout 40.
 *
 * @param minor the protocol's minor version in use; the major is 7
 * @param capabilities {@link InitFlags}
 * @param maxStackDepth of backing files' filesystems, 1 or 2; 0 without {@link InitFlags#PASSTHROUGH}
 */
public record InitReply(
        int minor,
        int maxReadahead,
        long capabilities,
        int maxBackground,
        int congestionThreshold,
        int maxWrite,
        int maxPages,
        int maxStackDepth) {
    public static final int MAJOR = 7;
    public static final int BYTES = 64;

    /** Writes it at an offset. */
    public void write(ByteBuffer out, int at) {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            out.putLong(at + i, 0);
        }
        out.putInt(at, MAJOR);
        out.putInt(at + 4, minor);
        out.putInt(at + 8, maxReadahead);
        out.putInt(at + 12, (int) capabilities);
        out.putShort(at + 16, (short) maxBackground);
        out.putShort(at + 18, (short) congestionThreshold);
        out.putInt(at + 20, maxWrite);
        out.putInt(at + 24, 1); // times are exact to the nanosecond
        out.putShort(at + 28, (short) maxPages);
        out.putInt(at + 32, (int) (capabilities >>> 32));
        out.putInt(at + 36, maxStackDepth);
    }
}
