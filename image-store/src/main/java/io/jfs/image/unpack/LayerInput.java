package io.jfs.image.unpack;

import io.jfs.core.LayerId;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** One layer to unpack. */
public interface LayerInput {
    /** What the uncompressed layer must be. */
    LayerId diffId();

    /** Length of the blob in bytes, for progress; negative if unknown. */
    long size();

    /**
     * Whether the blob comes from outside now, so that nobody has compared it with the diffID yet. Waits until that is
     * known.
     */
    boolean isNew() throws IOException;

    /** The blob from its start; may be called again if the layer has to be applied a second time. */
    Opened open() throws IOException;

    /**
     * An open blob.
     *
     * @param in the bytes as stored
     * @param verified whether {@code in} itself makes sure, before it ends, that its bytes have the digest that
     *     {@link #diffId()} states, which it can if the blob is not compressed
     * @param resource closed after the last read
     */
    record Opened(InputStream in, boolean verified, Closeable resource) implements Closeable {
        @Override
        public void close() throws IOException {
            try (resource) {
                in.close();
            }
        }
    }
}
