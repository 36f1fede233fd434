package io.jfs.image.unpack;

import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reports how much of a blob has been read, once a mebibyte. */
final class UnpackProgress extends FilterInputStream {
    private static final long STEP = 1 << 20;

    private final ProgressListener listener;
    private final String operation;
    private final String id;
    private final long total;
    private long count;
    private long reported;

    UnpackProgress(InputStream in, ProgressListener listener, String operation, LayerInput layer) {
        super(in);
        this.listener = listener;
        this.operation = operation;
        this.id = layer.diffId().toString();
        this.total = layer.size();
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        advance(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        advance(Math.max(read, 0));
        return read;
    }

    private void advance(int read) {
        count += read;
        if (count - reported >= STEP) {
            reported = count;
            listener.report(new Progress(operation, "unpacking", id, count, total, "bytes", false));
        }
    }

    static void done(ProgressListener listener, String operation, LayerInput layer) {
        listener.report(new Progress(
                operation, "unpacking", layer.diffId().toString(), layer.size(), layer.size(), "bytes", true));
    }
}
