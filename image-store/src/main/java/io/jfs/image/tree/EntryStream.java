package io.jfs.image.tree;

import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerTar;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of one entry of a layer's archive; closing it closes the archive. */
final class EntryStream extends FilterInputStream {
    private final InputStream archive;

    private EntryStream(InputStream body, InputStream archive) {
        super(body);
        this.archive = archive;
    }

    /** @param ordinal which entry, from 0 */
    static EntryStream open(TreeLayer layer, int ordinal) throws IOException {
        InputStream archive = layer.openTar();
        try {
            LayerTar tar = new LayerTar(archive, LayerLimits.DEFAULT);
            for (int i = 0; i <= ordinal; i++) {
                if (tar.next().isEmpty()) {
                    throw new EOFException(layer.describe() + ": has fewer entries than before");
                }
            }
            return new EntryStream(tar.body(), archive);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
