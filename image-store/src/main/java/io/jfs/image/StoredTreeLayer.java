package io.jfs.image;

import io.jfs.core.LayerId;
import io.jfs.core.layer.Compression;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.tree.HeaderCache;
import io.jfs.image.tree.TreeLayer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.function.LongConsumer;

/** A layer of the store, to be looked into. */
record StoredTreeLayer(Layout layout, Descriptor blob, LayerId diffId, String command) implements TreeLayer {
    private static final int BUFFER = 256 << 10;

    @Override
    public InputStream openTar() throws IOException {
        return openTar(_ -> {});
    }

    @Override
    public InputStream openTar(LongConsumer read) throws IOException {
        InputStream stored = new CountingStream(Channels.newInputStream(layout.open(blob)), read);
        BufferedInputStream in = new BufferedInputStream(stored, BUFFER);
        try {
            in.mark(Compression.MAGIC_LENGTH);
            byte[] magic = in.readNBytes(Compression.MAGIC_LENGTH);
            in.reset();
            return new BufferedInputStream(Compression.detect(magic).decompress(in), BUFFER);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public HeaderCache headers() {
        return new StoredHeaders(layout, blob.digest());
    }

    @Override
    public String describe() {
        return "layer " + diffId;
    }

    /** The command tells nothing of the archive. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredTreeLayer layer && blob.digest().equals(layer.blob.digest());
    }

    @Override
    public int hashCode() {
        return blob.digest().hashCode();
    }

    /** Tells of every buffer that is read. */
    private static final class CountingStream extends FilterInputStream {
        private final LongConsumer read;
        private long count;

        CountingStream(InputStream in, LongConsumer read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int bytes = super.read(buffer, offset, length);
            count += Math.max(0, bytes);
            read.accept(count);
            return bytes;
        }
    }
}
