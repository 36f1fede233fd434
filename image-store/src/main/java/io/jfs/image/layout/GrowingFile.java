package io.jfs.image.layout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file that one thread writes while others already read it from the start: a reader at the end waits until there is
 * more, and sees the end only once the writer has said that the content is complete and verified. A failed writer fails
 * every reader.
 */
public final class GrowingFile implements Closeable {
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private long written;

    @GuardedBy("lock")
    private boolean complete;

    @GuardedBy("lock")
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
        long size = file.channel.size();
        file.change(size, true, null);
        return file;
    }

    /** Appends. Called by the one writer only. */
    public void append(byte[] data, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(data, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        change(length, false, null);
    }

    /** Says that the content is complete and what it should be. */
    public void complete() {
        change(0, true, null);
    }

    /** Says that there will be no complete content. */
    public void fail(IOException cause) {
        change(0, false, cause);
    }

    private void change(long added, boolean ended, @Nullable IOException cause) {
        lock.lock();
        try {
            written += added;
            complete |= ended;
            failure = cause == null ? failure : cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A reader from the start; any number may read at once. Closing it leaves the file open. */
    public InputStream newReader() {
        return new Reader();
    }

    /** How many bytes may be read at a position; 0 at the end. Waits for the first one. */
    private long availableAt(long position, Reader reader) throws IOException {
        lock.lock();
        try {
            while (position >= written && !complete && failure == null && !reader.closed) {
                changed.awaitUninterruptibly();
            }
            if (reader.closed) {
                throw new IOException("the blob's reader is closed");
            }
            if (failure != null) {
                // A fresh exception: the same one must not be thrown, and added to, by several threads.
                throw new IOException(failure.getMessage(), failure);
            }
            return written - position;
        } finally {
            lock.unlock();
        }
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
            change(0, false, null);
        }
    }
}
