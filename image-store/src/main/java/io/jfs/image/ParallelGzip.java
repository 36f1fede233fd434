package io.jfs.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) compressed by several threads: the input is cut into blocks, each is deflated with the end
 * of the one before as its dictionary, and a sync flush lets the pieces be joined. The bytes depend on the input and
 * the level only, not on the number of threads.
 */
final class ParallelGzip extends OutputStream {
    private static final int BLOCK = 512 << 10;
    private static final int DICTIONARY = 32 << 10;
    /** Each has about three blocks on their way. */
    private static final int MOST_THREADS = 8;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final OutputStream out;
    private final int level;
    private final int threads;
    private final ExecutorService pool;
    private final Deque<Future<byte[]>> running = new ArrayDeque<>();
    private final CRC32 checksum = new CRC32();
    private byte[] block = new byte[BLOCK];
    private byte[] dictionary = new byte[0];
    private int filled;
    private long length;
    private boolean closed;

    /** @param out closed with this stream */
    ParallelGzip(OutputStream out, int level) throws IOException {
        this(out, level, Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS));
    }

    ParallelGzip(OutputStream out, int level, int threads) throws IOException {
        this.out = out;
        this.level = level;
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("jfs-gzip-", 0).factory());
        out.write(HEADER);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int count) throws IOException {
        checksum.update(data, offset, count);
        length += count;
        for (int done = 0; done < count; ) {
            if (filled == BLOCK) {
                submit(false);
            }
            int part = Math.min(count - done, BLOCK - filled);
            System.arraycopy(data, offset + done, block, filled, part);
            filled += part;
            done += part;
        }
    }

    /** Hands the block to a thread; waits for the oldest if there are enough on their way. */
    private void submit(boolean last) throws IOException {
        byte[] input = block;
        int inputLength = filled;
        byte[] before = dictionary;
        running.add(pool.submit(() -> deflate(before, input, inputLength, last)));
        int keep = Math.min(DICTIONARY, inputLength);
        dictionary = new byte[keep];
        System.arraycopy(input, inputLength - keep, dictionary, 0, keep);
        block = new byte[last ? 0 : BLOCK];
        filled = 0;
        if (running.size() > 2 * threads) {
            writeOldest();
        }
    }

    private byte[] deflate(byte[] before, byte[] input, int inputLength, boolean last) {
        Deflater deflater = new Deflater(level, true);
        try {
            if (before.length > 0) {
                deflater.setDictionary(before);
            }
            deflater.setInput(input, 0, inputLength);
            if (last) {
                deflater.finish();
            }
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(inputLength / 2);
            byte[] buffer = new byte[64 << 10];
            int count;
            do {
                count = deflater.deflate(buffer, 0, buffer.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
                compressed.write(buffer, 0, count);
            } while (last ? !deflater.finished() : count == buffer.length);
            return compressed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private void writeOldest() throws IOException {
        try {
            out.write(running.remove().get());
        } catch (ExecutionException e) {
            throw new IOException("compression failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compressing", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            submit(true);
            while (!running.isEmpty()) {
                writeOldest();
            }
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) checksum.getValue())
                    .putInt((int) length)
                    .array());
        } finally {
            pool.shutdownNow();
        }
    }
}
