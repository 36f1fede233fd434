package io.jfs.image.tree;

import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Extracts a tar, which is just being written, below a directory of the host, by the same hands that unpack layers. */
final class TreeExtraction {
    private static final int BUFFER = 1 << 20;

    private TreeExtraction() {}

    /** Writes a tar. */
    @FunctionalInterface
    interface TarSource {
        void writeTo(OutputStream out) throws IOException;
    }

    static void extract(TarSource source, Path directory) throws IOException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        PipedInputStream in = new PipedInputStream(BUFFER);
        PipedOutputStream out = new PipedOutputStream(in);
        Thread writer = Thread.ofPlatform().daemon().name("jfs-extract").start(() -> {
            try (OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
                source.writeTo(buffered);
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
        IOException reading = null;
        // Closing the reader's end frees a writer that waits for room.
        try (in) {
            new LayerApplier(new ApplyTarget.MergedTree(directory), LayerLimits.DEFAULT).apply(in);
        } catch (IOException e) {
            reading = e;
        }
        join(writer);
        throwFirst(failure.get(), reading);
    }

    /** The failure that came first: a broken pipe, or a truncated archive, is only the echo of the other side's. */
    private static void throwFirst(@Nullable Exception writing, @Nullable IOException reading) throws IOException {
        boolean echo = writing != null
                && reading != null
                && String.valueOf(writing.getMessage()).startsWith("Pipe ");
        if (writing != null && !echo) {
            throw new IOException(writing.getMessage(), writing);
        }
        if (reading != null) {
            throw reading;
        }
    }

    private static void join(Thread writer) throws IOException {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while extracting", e);
        }
    }
}
