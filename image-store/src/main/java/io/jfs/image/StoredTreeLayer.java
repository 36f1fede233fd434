package io.jfs.image;

import io.jfs.core.LayerId;
import io.jfs.core.layer.Compression;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.tree.TreeLayer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;

/** A layer of the store, to be looked into. */
record StoredTreeLayer(Layout layout, Descriptor blob, LayerId diffId, String command) implements TreeLayer {
    private static final int BUFFER = 256 << 10;

    @Override
    public InputStream openTar() throws IOException {
        BufferedInputStream in = new BufferedInputStream(Channels.newInputStream(layout.open(blob)), BUFFER);
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
    public String describe() {
        return "layer " + diffId;
    }
}
