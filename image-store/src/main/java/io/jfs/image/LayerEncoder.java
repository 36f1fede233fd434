package io.jfs.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Compresses in a thread of its own, so that reading files and compressing them happen at the same time. */
final class LayerEncoder extends OutputStream {
    private static final int BUFFERS = 8;
    private static final int BUFFER_BYTES = 256 << 10;

    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(BUFFERS);
    private final LayerCompression compression;
    private final OutputStream out;
    private final Thread consumer;
    private volatile @Nullable Throwable failure;
    private Chunk current;
    private boolean closed;

    /** Bytes on their way; a length of 0 is the end. */
    private static final class Chunk {
        final byte[] data;
        int length;

        Chunk(int capacity) {
            data = new byte[capacity];
        }
    }

    /** @param out gets the compressed bytes; closed with the encoder */
    LayerEncoder(LayerCompression compression, OutputStream out) {
        this.compression = compression;
        this.out = out;
        for (int i = 1; i < BUFFERS; i++) {
            free.add(new Chunk(BUFFER_BYTES));
        }
        this.current = new Chunk(BUFFER_BYTES);
        this.consumer = Thread.ofPlatform().daemon().name("jfs-compress").start(this::consume);
    }

    // After a failure there is one more free chunk, so that the writer is not left waiting and finds out.
    private void consume() {
        try (OutputStream compressed = compression.method().compress(out, compression.level())) {
            for (Chunk chunk = filled.take(); chunk.length > 0; chunk = filled.take()) {
                compressed.write(chunk.data, 0, chunk.length);
                chunk.length = 0;
                free.put(chunk);
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            free.clear();
            free.add(new Chunk(BUFFER_BYTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        }
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw new IOException(e.getMessage(), e);
            case Throwable e -> throw new IOException("compression failed", e);
        }
    }

    private void send() throws IOException {
        try {
            filled.put(current);
            current = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compressing", e);
        }
        throwFailure();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, current.data.length - current.length);
            System.arraycopy(data, offset + done, current.data, current.length, count);
            current.length += count;
            done += count;
            if (current.length == current.data.length) {
                send();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (failure == null && current.length > 0) {
                filled.put(current);
            }
            filled.put(new Chunk(0));
            consumer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compressing", e);
        }
        throwFailure();
    }
}
