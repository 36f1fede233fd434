package io.jfs.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Reads the tar of a layer, entry by entry, from an uncompressed stream: ustar, PAX, GNU and star, with sparse files.
 *
 * <p>Nothing is read that is not asked for, so a caller that looks for one file may stop early; a caller that verifies
 * the stream's digest must {@link #drain()} it. Not thread-safe.
 */
public final class LayerTar {
    /** Receives the entries of {@link LayerTar#read}. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Called with each entry in the archive's order.
         *
         * @param entry the entry, a whiteout among them: see {@link TarEntry#meaning()}
         * @param body the content of a regular file, holes as zeros; valid until the call returns, need not be read
         */
        void visit(TarEntry entry, InputStream body) throws IOException;
    }

    private final TarBlocks blocks;
    private final TarBody body;
    private final LayerLimits limits;
    private final byte[] block = new byte[TarBlocks.BLOCK];
    private long headers;
    private boolean ended;

    /** The caller still owns the stream. */
    public LayerTar(InputStream uncompressed, LayerLimits limits) {
        this(new TarBlocks(uncompressed, limits.maxBytes(), OutputStream.nullOutputStream()), limits);
    }

    private LayerTar(TarBlocks blocks, LayerLimits limits) {
        this.blocks = blocks;
        this.body = new TarBody(blocks);
        this.limits = limits;
    }

    /**
     * The same, and copies all that {@link #ofHeaders} needs while entries are read.
     *
     * @param headers complete once {@link #next} has told the end; neither flushed nor closed
     */
    public static LayerTar keepingHeaders(InputStream uncompressed, LayerLimits limits, OutputStream headers) {
        return new LayerTar(new TarBlocks(uncompressed, limits.maxBytes(), headers), limits);
    }

    /**
     * Gives the entries of an archive once more, out of what {@link #keepingHeaders} copied. Their content is not
     * there: reading {@link #body} throws {@link IllegalStateException}. The caller still owns the stream.
     */
    public static LayerTar ofHeaders(InputStream headers, LayerLimits limits) {
        return new LayerTar(TarBlocks.ofHeaders(headers, limits.maxBytes()), limits);
    }

    /**
     * Visits every entry and reads the stream to its end, under the default limits. The caller still owns the stream.
     */
    public static void read(InputStream uncompressed, Visitor visitor) throws IOException {
        LayerTar tar = new LayerTar(uncompressed, LayerLimits.DEFAULT);
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            visitor.visit(entry.get(), tar.body());
        }
        tar.drain();
    }

    /**
     * Goes to the next entry, past what was left of the body of this one.
     *
     * @return empty after the end marker, or where the stream ends right after an entry: some builders
     *     (umoci-insert(1)) leave out the marker and the last padding, and every reader of images takes it; what else
     *     is missing, a digest tells
     * @throws LayerException if the archive is truncated within an entry or empty, malformed, or beyond a limit
     */
    public Optional<TarEntry> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        body.finish();
        ExtensionHeaders extensions = new ExtensionHeaders();
        while (true) {
            long position = blocks.consumed();
            if (!blocks.next(block)) {
                if (headers > 0 && extensions.isEmpty()) {
                    ended = true;
                    return Optional.empty();
                }
                throw new LayerException("the archive is truncated: no end marker after " + position + " bytes");
            }
            if (isZero(block)) {
                end(extensions);
                return Optional.empty();
            }
            if (++headers > limits.maxEntries()) {
                throw new LayerException("the layer has more than " + limits.maxEntries() + " headers");
            }
            UstarHeader header = UstarHeader.of(block, position);
            if (!extensions.accept(header, blocks, limits)) {
                return Optional.of(new EntryReader(header, extensions, limits).read(blocks, body));
            }
        }
    }

    /** Two blocks of zeros end an archive; one at the very end of the stream will do. */
    private void end(ExtensionHeaders extensions) throws IOException {
        if (!extensions.isEmpty()) {
            throw new LayerException("the archive ends after an extended header without its entry");
        }
        if (blocks.next(block) && !isZero(block)) {
            throw new LayerException("a lone block of zeros before byte " + blocks.consumed() + " of the archive");
        }
        ended = true;
    }

    /** The content of the entry that {@link #next()} gave, holes as zeros. The same stream at each call. */
    public InputStream body() {
        return body;
    }

    /** The same, with its sparse map. */
    TarBody tarBody() {
        return body;
    }

    /** Reads the stream to its end, what follows the end marker included. */
    public void drain() throws IOException {
        ended = true;
        blocks.drain();
    }

    /** How many bytes of the stream were consumed so far. */
    public long bytesRead() {
        return blocks.consumed();
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
