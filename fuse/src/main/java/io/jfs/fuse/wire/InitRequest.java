package io.jfs.fuse.wire;

import java.nio.ByteBuffer;

/**
 * What the kernel offers: {@code struct fuse_init_in}: major 0, minor 4, max_readahead 8, flags 12, flags2 16.
 *
 * @param capabilities {@link InitFlags}
 */
public record InitRequest(int major, int minor, int maxReadahead, long capabilities) {
    /** Up to where it lies in kernels older than 5.15, which have no flags2. */
    private static final int SHORT_BYTES = 16;

    /**
     * Reads it.
     *
     * @param at after the header
     * @param length bytes after the header
     * @throws IllegalArgumentException if it is too short
     */
    public static InitRequest read(ByteBuffer in, int at, int length) {
        if (length < SHORT_BYTES) {
            throw new IllegalArgumentException("INIT has " + length + " bytes");
        }
        long flags = Integer.toUnsignedLong(in.getInt(at + 12));
        boolean extended = (flags & InitFlags.INIT_EXT) != 0 && length >= SHORT_BYTES + 4;
        long high = extended ? Integer.toUnsignedLong(in.getInt(at + 16)) << 32 : 0;
        return new InitRequest(in.getInt(at), in.getInt(at + 4), in.getInt(at + 8), flags | high);
    }
}
