package io.jfs.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the tar of a layer, entry by entry, from an uncompressed stream: ustar, PAX, GNU and star, with sparse files.
 *
 * <p>Nothing is read that is not asked for, so a caller that looks for one file may stop early; a caller that verifies the
 * stream's digest must {@link #drain()} it. Not thread-safe.
 */
public final class LayerTar {
    /** Receives the entries of {@link LayerTar#read}. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param entry the entry, a whiteout among them: see {@link TarEntry#meaning()}
         * @param body the content of a regular file, holes as zeros; valid until the call returns, need not be read
         */
        void visit(TarEntry entry, InputStream body) throws IOException;
    }

    /** The caller still owns the stream. */
    public LayerTar(InputStream uncompressed, LayerLimits limits) {}

    /** Visits every entry and reads the stream to its end, under the default limits. The caller still owns the stream. */
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
     * @return empty after the end marker
     * @throws LayerException if the archive is truncated, malformed, or beyond a limit
     */
    public Optional<TarEntry> next() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The content of the entry that {@link #next()} gave, holes as zeros. The same stream at each call. */
    public InputStream body() {
        throw new UnsupportedOperationException();
    }

    /** Reads the stream to its end, what follows the end marker included. */
    public void drain() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** How many bytes of the stream were read, or skipped, so far. */
    public long bytesRead() {
        throw new UnsupportedOperationException();
    }
}
