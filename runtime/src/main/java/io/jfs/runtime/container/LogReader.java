package io.jfs.runtime.container;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/** Reads a container's log: lines {@code TIME stdout|stderr F|P CONTENT}. Can be asked again for what was added. */
public final class LogReader implements AutoCloseable {
    private static final int CHUNK = 64 << 10;

    /** Takes one record. */
    public interface Consumer {
        /**
         * Takes a record.
         *
         * @param complete whether it ends a line; else the line goes on in the next record
         */
        void line(String time, boolean error, byte[] content, boolean complete) throws IOException;
    }

    private final RandomAccessFile file;
    private final LogFilter filter;
    private byte[] rest = new byte[0];

    private LogReader(RandomAccessFile file, LogFilter filter) {
        this.file = file;
        this.filter = filter;
    }

    /** A log that does not exist yet is empty. */
    public static LogReader open(Path log, LogFilter filter) throws IOException {
        if (!Files.exists(log)) {
            Files.createFile(log);
        }
        RandomAccessFile file = new RandomAccessFile(log.toFile(), "r");
        try {
            file.seek(start(file, filter.tail()));
            return new LogReader(file, filter);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    // Where the last lines begin, found from the end.
    private static long start(RandomAccessFile file, long lines) throws IOException {
        if (lines == Long.MAX_VALUE) {
            return 0;
        }
        long left = lines + 1;
        long end = file.length();
        byte[] chunk = new byte[CHUNK];
        while (end > 0) {
            int size = (int) Math.min(CHUNK, end);
            file.seek(end - size);
            file.readFully(chunk, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (chunk[i] == '\n' && --left == 0) {
                    return end - size + i + 1;
                }
            }
            end -= size;
        }
        return 0;
    }

    /** Passes on all records that are there. */
    public void read(Consumer consumer) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
            byte[] all = Arrays.copyOf(rest, rest.length + count);
            System.arraycopy(chunk, 0, all, rest.length, count);
            int start = 0;
            for (int i = rest.length; i < all.length; i++) {
                if (all[i] == '\n') {
                    record(all, start, i, consumer);
                    start = i + 1;
                }
            }
            rest = Arrays.copyOfRange(all, start, all.length);
        }
    }

    private void record(byte[] bytes, int start, int end, Consumer consumer) throws IOException {
        int first = indexOf(bytes, ' ', start, end);
        int second = indexOf(bytes, ' ', first + 1, end);
        int third = indexOf(bytes, ' ', second + 1, end);
        String time = new String(bytes, start, first - start, StandardCharsets.US_ASCII);
        try {
            if (third <= end && second < end && filter.admits(Instant.parse(time))) {
                boolean error = bytes[first + 4] == 'e';
                byte[] content = Arrays.copyOfRange(bytes, Math.min(third + 1, end), end);
                consumer.line(time, error, content, bytes[second + 1] == 'F');
            }
        } catch (DateTimeException e) {
            throw new IOException("the log has a line without a time: " + time, e);
        }
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
