package io.jfs.image;

import io.jfs.core.LayerId;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.unpack.LayerInput;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * A layer of the store, to be unpacked. Its blob may have been damaged since it was verified, so it is verified again.
 */
record StoredLayer(Layout layout, Descriptor blob, LayerId diffId) implements LayerInput {
    @Override
    public long size() {
        return blob.size();
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public Opened open() throws IOException {
        FileChannel channel = layout.open(blob);
        return new Opened(Channels.newInputStream(channel), false, channel);
    }
}
