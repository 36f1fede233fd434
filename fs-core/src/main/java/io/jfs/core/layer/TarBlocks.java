package io.jfs.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The stream below a tar: blocks of 512 bytes, and bytes between them. Never skips: a digest may be computed over what
 * is read.
 *
 * <p>What {@link #next} and {@link #readFully} give are headers, and copied to where headers are kept; what is read by
 * {@link #read} or skipped is content, and not. In a stream of headers alone there is nothing to skip, and no content.
 */
final class TarBlocks {
    static final int BLOCK = 512;

    private final InputStream in;
    private final long maxBytes;
    private final OutputStream kept;
    private final boolean headersOnly;
    private final byte[] buffer = new byte[128 << 10];
    private int position;
    private int limit;
    private long filled;

    /**
     * A whole archive.
     *
     * @param kept where headers are copied to
     */
    TarBlocks(InputStream in, long maxBytes, OutputStream kept) {
        this(in, maxBytes, kept, false);
    }

    private TarBlocks(InputStream in, long maxBytes, OutputStream kept, boolean headersOnly) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.kept = kept;
        this.headersOnly = headersOnly;
    }

    /** What was kept of an archive. */
    static TarBlocks ofHeaders(InputStream headers, long maxBytes) {
        return new TarBlocks(headers, maxBytes, OutputStream.nullOutputStream(), true);
    }

    /** How many bytes were consumed. */
    long consumed() {
        return filled - (limit - position);
    }

    /**
     * Reads one block.
     *
     * @return false at the end of the stream
     * @throws LayerException if the stream ends within the block
     */
    boolean next(byte[] block) throws IOException {
        if (position == limit && !fill()) {
            return false;
        }
        readFully(block, BLOCK);
        return true;
    }

    void readFully(byte[] target, int length) throws IOException {
        for (int done = 0; done < length; ) {
            done += take(target, done, length - done);
        }
        kept.write(target, 0, length);
    }

    /** Reads at least one byte of content, if any are asked for. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (headersOnly) {
            throw new IllegalStateException("content is not kept with the headers");
        }
        return take(target, offset, length);
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            throw truncated();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    void skip(long count) throws IOException {
        for (long left = headersOnly ? 0 : count; left > 0; ) {
            if (position == limit && !fill()) {
                throw truncated();
            }
            int step = (int) Math.min(left, limit - position);
            position += step;
            left -= step;
        }
    }

    /** Skips what fills up a block; the stream may end instead. */
    void skipPadding(int count) throws IOException {
        for (int left = headersOnly ? 0 : count; left > 0; ) {
            if (position == limit && !fill()) {
                return;
            }
            int step = Math.min(left, limit - position);
            position += step;
            left -= step;
        }
    }

    /** Consumes all that is left. */
    void drain() throws IOException {
        do {
            position = limit;
        } while (fill());
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
            return false;
        }
        position = 0;
        limit = count;
        filled += count;
        if (filled > maxBytes) {
            throw new LayerException("the layer exceeds " + maxBytes + " bytes");
        }
        return count > 0 || fill();
    }

    private LayerException truncated() {
        return new LayerException("the archive is truncated after " + consumed() + " bytes");
    }
}
