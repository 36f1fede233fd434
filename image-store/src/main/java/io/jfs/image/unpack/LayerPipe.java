package io.jfs.image.unpack;

import io.jfs.core.LayerId;
import io.jfs.core.layer.Compression;
import io.jfs.core.layer.LayerLimits;
import io.jfs.image.layout.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses a blob and computes its diffID in a thread of its own, while the reader writes files. What is between
 * the two is a ring of buffers that are used again and again, so memory does not depend on the layer.
 *
 * <p>The reader sees the end only after the diffID has been verified: a layer that does not match fails before its
 * snapshot can be committed.
 */
final class LayerPipe extends InputStream {
    private static final int BUFFERS = 16;
    private static final int BUFFER_BYTES = 256 << 10;

    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final LayerInput.Opened blob;
    private final LayerId expected;
    private final LayerLimits limits;
    private final Thread producer;
    private volatile boolean abandoned;
    private @Nullable Chunk current;
    private int position;

    /** Bytes on their way; a length of 0 is the end, and then {@code failure} says whether it is a good one. */
    private static final class Chunk {
        final byte[] data;
        int length;

        @Nullable
        Exception failure;

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
        this.producer = Thread.ofPlatform()
                .daemon()
                .name("jfs-decompress-" + expected.digest().shortHex())
                .start(this::produce);
    }

    private void produce() {
        Chunk end = new Chunk(0);
        try {
            decompress();
        } catch (IOException | RuntimeException e) {
            end.failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.failure = e;
        }
        // One place more than there are buffers, so this never blocks.
        filled.add(end);
    }

    private void decompress() throws IOException, InterruptedException {
        PushbackInputStream in = new PushbackInputStream(blob.in(), Compression.MAGIC_LENGTH);
        byte[] magic = in.readNBytes(Compression.MAGIC_LENGTH);
        in.unread(magic);
        Compression compression = Compression.detect(magic);
        boolean verified = blob.verified() && compression == Compression.NONE;
        MessageDigest computation = expected.digest().newDigest();
        try (InputStream plain = compression.decompress(in, limits)) {
            while (true) {
                Chunk chunk = free.take();
                if (abandoned) {
                    return;
                }
                chunk.length = plain.readNBytes(chunk.data, 0, chunk.data.length);
                if (chunk.length == 0) {
                    break;
                }
                if (!verified) {
                    computation.update(chunk.data, 0, chunk.length);
                }
                filled.put(chunk);
            }
        }
        if (!verified) {
            Verification.verify("layer " + expected + ": diffID", expected.digest(), computation);
        }
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
        Exception failure = end.failure;
        if (failure == null) {
            return false;
        }
        if (failure instanceof IOException e) {
            throw e;
        }
        throw new IOException("decompression failed: " + failure.getMessage(), failure);
    }

    /** Stops the thread if it is still running, and closes the blob. */
    @Override
    public void close() throws IOException {
        abandoned = true;
        try {
            // The producer waits for the blob, which fails now, or for a buffer, of which there is one more now.
            blob.close();
            free.add(new Chunk(0));
        } finally {
            awaitProducer();
        }
    }

    private void awaitProducer() throws IOException {
        try {
            producer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
    }
}
