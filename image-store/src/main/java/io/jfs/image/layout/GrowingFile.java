package io.jfs.image.layout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that one thread writes while others already read it from the start: a reader at the end waits until there is
 * more, and sees the end only once the writer has said that the content is complete and verified. A failed writer fails
 * every reader.
 */
public final class GrowingFile implements Closeable {
    private final FileChannel channel;

    @GuardedBy("this")
    private long written;

    @GuardedBy("this")
    private boolean complete;

    @GuardedBy("this")
    private @Nullable IOException failure;

    private GrowingFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the file, which must not exist. */
    public static GrowingFile create(Path path) throws IOException {
        return new GrowingFile(FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ));
    }

    /** Opens a file that is complete already. */
    public static GrowingFile ofComplete(Path path) throws IOException {
        GrowingFile file = new GrowingFile(FileChannel.open(path, StandardOpenOption.READ));
        synchronized (file) {
            file.written = file.channel.size();
            file.complete = true;
        }
        return file;
    }

    /** Appends. Called by the one writer only. */
    public void append(byte[] data, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(data, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        synchronized (this) {
            written += length;
            notifyAll();
        }
    }

    /** Says that the content is complete and what it should be. */
    public synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /** Says that there will be no complete content. */
    public synchronized void fail(IOException cause) {
        failure = cause;
        notifyAll();
    }

    /** How many bytes there are now. */
    public synchronized long written() {
        return written;
    }

    /** Waits until the writer has said how it ended. */
    public synchronized void await() throws IOException {
        while (!complete && failure == null) {
            pause();
        }
        throwFailure();
    }

    /** A reader from the start; any number may read at once. Closing it leaves the file open. */
    public InputStream newReader() {
        return new Reader();
    }

    private synchronized void pause() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a blob", e);
        }
    }

    @GuardedBy("this")
    private void throwFailure() throws IOException {
        if (failure != null) {
            // A fresh exception: the same one must not be thrown, and added to, by several threads.
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** How many bytes may be read at a position; 0 at the end. Waits for the first one. */
    private synchronized long availableAt(long position, Reader reader) throws IOException {
        while (position >= written && !complete && failure == null && !reader.closed) {
            pause();
        }
        if (reader.closed) {
            throw new IOException("the blob's reader is closed");
        }
        throwFailure();
        return written - position;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** May be closed by another thread while one reads; the read then fails. */
    private final class Reader extends InputStream {
        private long position;
        private volatile boolean closed;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            long ready = availableAt(position, this);
            if (ready == 0) {
                return -1;
            }
            int count = channel.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, ready)), position);
            if (count > 0) {
                position += count;
            }
            return count;
        }

        @Override
        public void close() {
            closed = true;
            synchronized (GrowingFile.this) {
                GrowingFile.this.notifyAll();
            }
        }
    }
}
