package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.core.layer.Compression;
import io.jfs.image.layout.Layout;
import io.jfs.image.tree.HeaderCache;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The headers of a layer of the store, compressed, in a file beside the blobs. The file appears by rename; it is not
 * synced, for what a power loss leaves of it is told by the checksum of zstd.
 */
record StoredHeaders(Layout layout, Digest blob) implements HeaderCache {
    private static final Logger LOG = System.getLogger(StoredHeaders.class.getName());
    /** Headers are mostly zeros, of which the fastest level leaves little already. */
    private static final int LEVEL = 1;

    private static final int BUFFER = 64 << 10;

    @Override
    public Optional<InputStream> open() {
        Path file = layout.headers(blob);
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            return Optional.of(Compression.ZSTD.decompress(in));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            notKept(file, e);
            return Optional.empty();
        }
    }

    @Override
    public Entry create() {
        Path file = layout.headers(blob);
        try {
            Path directory = Files.createDirectories(file.resolveSibling("."));
            Path temporary = Files.createTempFile(directory, ".", ".new");
            return new StoredEntry(temporary, file);
        } catch (IOException e) {
            notKept(file, e);
            return NONE.create();
        }
    }

    private static void notKept(Path file, IOException cause) {
        LOG.log(Logger.Level.DEBUG, "headers are not kept in " + file, cause);
    }

    /** After the first failure nothing more is written, and nothing kept. */
    private static final class StoredEntry extends Entry {
        private final Path temporary;
        private final Path file;
        private boolean failed;
        private boolean closed;

        StoredEntry(Path temporary, Path file) throws IOException {
            super(Compression.ZSTD.compress(Files.newOutputStream(temporary), LEVEL));
            this.temporary = temporary;
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            attempt(() -> out.write(bytes, offset, length));
        }

        @Override
        public void keep() {
            closeOnce();
            attempt(() -> Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE));
        }

        @Override
        public void close() throws IOException {
            closeOnce();
            Files.deleteIfExists(temporary);
        }

        private void closeOnce() {
            if (!closed) {
                closed = true;
                failed |= !tried(out::close);
            }
        }

        private void attempt(Step step) {
            failed = failed || !tried(step);
        }

        private boolean tried(Step step) {
            try {
                step.run();
                return true;
            } catch (IOException e) {
                notKept(file, e);
                return false;
            }
        }

        @FunctionalInterface
        private interface Step {
            void run() throws IOException;
        }
    }
}
