package io.jfs.image.unpack;

import io.jfs.core.LayerId;
import io.jfs.core.layer.Compression;
import io.jfs.core.layer.LayerLimits;
import io.jfs.image.layout.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses a blob in one thread, computes its diffID in a second, while the reader writes files. What is between
 * them is a ring of buffers that are used again and again, so memory does not depend on the layer.
 *
 * <pre>
 *   free --> decompress --> decompressed --> digest --> filled --> reader --> free
 * </pre>
 *
 * <p>The reader sees the end only after the diffID has been verified: a layer that does not match fails before its
 * snapshot can be committed.
 */
final class LayerPipe extends InputStream {
    private static final int BUFFERS = 16;
    private static final int BUFFER_BYTES = 256 << 10;

    private final BlockingQueue<Chunk> decompressed = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final LayerInput.Opened blob;
    private final LayerId expected;
    private final LayerLimits limits;
    private final List<Thread> threads;
    private volatile boolean verified;
    private volatile boolean abandoned;
    private @Nullable Chunk current;
    private int position;

    /** Bytes on their way; a length of 0 is the end, and then {@code failure} says whether it is a good one. */
    private static final class Chunk {
        final byte[] data;
        int length;

        @Nullable
        Throwable failure;

        Chunk(int capacity) {
            data = new byte[capacity];
        }
    }

    /** Starts to read. The blob is closed with the pipe. */
    LayerPipe(LayerInput.Opened blob, LayerId expected, LayerLimits limits) {
        this.blob = blob;
        this.expected = expected;
        this.limits = limits;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new Chunk(BUFFER_BYTES));
        }
        this.threads = List.of(start("jfs-decompress-", this::decompress), start("jfs-digest-", this::digest));
    }

    private Thread start(String name, Runnable task) {
        return Thread.ofPlatform()
                .daemon()
                .name(name + expected.digest().shortHex())
                .start(task);
    }

    // Every queue has one place more than there are buffers, for the end, so that adding to it never blocks.
    private void decompress() {
        Chunk end = new Chunk(0);
        try {
            decompressAll();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            // Whatever it is, the reader must not be left waiting.
            end.failure = e;
        }
        decompressed.add(end);
    }

    private void decompressAll() throws IOException, InterruptedException {
        PushbackInputStream in = new PushbackInputStream(blob.in(), Compression.MAGIC_LENGTH);
        byte[] magic = in.readNBytes(Compression.MAGIC_LENGTH);
        in.unread(magic);
        Compression compression = Compression.detect(magic);
        verified = blob.verified() && compression == Compression.NONE;
        try (InputStream plain = compression.decompress(in, limits)) {
            while (true) {
                Chunk chunk = free.take();
                if (abandoned) {
                    return;
                }
                chunk.length = plain.readNBytes(chunk.data, 0, chunk.data.length);
                if (chunk.length == 0) {
                    return;
                }
                decompressed.add(chunk);
            }
        }
    }

    private void digest() {
        Chunk end = new Chunk(0);
        try {
            end.failure = digestAll();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            end.failure = e;
        }
        filled.add(end);
    }

    /** Returns the failure of the decompression. */
    private @Nullable Throwable digestAll() throws IOException, InterruptedException {
        MessageDigest computation = expected.digest().newDigest();
        Chunk chunk = decompressed.take();
        for (; chunk.length > 0; chunk = decompressed.take()) {
            if (!verified) {
                computation.update(chunk.data, 0, chunk.length);
            }
            filled.add(chunk);
        }
        if (chunk.failure == null && !verified) {
            Verification.verify("layer " + expected + ": diffID", expected.digest(), computation);
        }
        return chunk.failure;
    }

    @Override
    public int read() throws IOException {
        return advance() ? current().data[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, current().length - position);
        System.arraycopy(current().data, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        if (count <= 0 || !advance()) {
            return 0;
        }
        int skipped = (int) Math.min(count, current().length - position);
        position += skipped;
        return skipped;
    }

    private Chunk current() {
        return Objects.requireNonNull(current);
    }

    /** Makes sure that there is a byte at the position; false at the end. */
    private boolean advance() throws IOException {
        if (current != null && position < current.length) {
            return true;
        }
        if (current != null && current.data.length == 0) {
            return end(current);
        }
        if (current != null) {
            free.add(current);
        }
        try {
            current = filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
        position = 0;
        return current.data.length != 0 || end(current);
    }

    private static boolean end(Chunk end) throws IOException {
        Throwable failure = end.failure;
        if (failure == null) {
            return false;
        }
        if (failure instanceof IOException e) {
            throw e;
        }
        throw new IOException("decompression failed: " + failure.getMessage(), failure);
    }

    /** Stops the threads if they are still running, and closes the blob. */
    @Override
    public void close() throws IOException {
        abandoned = true;
        try {
            // Decompression waits for the blob, which fails now, or for a buffer, of which there is one more now.
            blob.close();
            free.add(new Chunk(0));
        } finally {
            awaitThreads();
        }
    }

    private void awaitThreads() throws IOException {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
    }
}
