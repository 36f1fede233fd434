package io.jfs.core.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what goes into a decompressor and what comes out of it, and stops a decompression bomb. */
final class ExpansionGuard {
    private final InputStream compressed;
    private final long maxRatio;
    private long consumed;
    private long produced;

    ExpansionGuard(InputStream compressed, long maxRatio) {
        this.compressed = compressed;
        this.maxRatio = maxRatio;
    }

    /** What the decompressor reads. */
    InputStream input() {
        return new Counting(compressed) {
            @Override
            void count(int bytes) {
                consumed += bytes;
            }
        };
    }

    /** What the caller reads instead of the decompressor's output. */
    InputStream output(InputStream decompressed) {
        return new Counting(decompressed) {
            @Override
            void count(int bytes) throws LayerException {
                produced += bytes;
                if (produced > LayerLimits.EXPANSION_GRACE && produced / maxRatio > consumed) {
                    throw new LayerException("the layer expands more than " + maxRatio + " times: " + consumed
                            + " bytes became " + produced);
                }
            }
        };
    }

    /** Skipping reads: nothing goes uncounted. */
    private abstract static class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        abstract void count(int bytes) throws LayerException;

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                count(1);
            }
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] ignored = new byte[(int) Math.min(Math.max(count, 0), 8192)];
            return Math.max(0, read(ignored, 0, ignored.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
