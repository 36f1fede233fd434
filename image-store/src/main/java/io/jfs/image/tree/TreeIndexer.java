package io.jfs.image.tree;

import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerTar;
import io.jfs.core.layer.TarEntry;
import io.jfs.core.layer.WhiteoutName;
import io.jfs.image.oci.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the layers' archives into the tables, one pass each, bodies skipped. */
final class TreeIndexer {
    private static final int MAX_LAYERS = Short.MAX_VALUE;

    private final PathTable paths;
    private final VersionTable versions;

    TreeIndexer(PathTable paths, VersionTable versions) {
        this.paths = paths;
        this.versions = versions;
    }

    /** @param listener told of what is read, and not of the end */
    void add(int layer, TreeLayer source, IndexListener listener) throws IOException {
        if (layer >= MAX_LAYERS) {
            throw new InvalidImageException("an image of more than " + MAX_LAYERS + " layers cannot be looked into");
        }
        try (InputStream in = source.openTar(bytes -> listener.read(layer, bytes, false))) {
            LayerTar tar = new LayerTar(in, LayerLimits.DEFAULT);
            int ordinal = 0;
            for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
                add(layer, entry.get(), ordinal++);
            }
        }
    }

    private void add(int layer, TarEntry entry, int ordinal) throws IOException {
        switch (entry.meaning()) {
            case WhiteoutName.Ordinary _ -> versions.addEntry(paths.add(entry.path()), layer, entry, ordinal);
            case WhiteoutName.Whiteout(String directory, String name) ->
                versions.addWhiteout(paths.addChild(paths.add(directory), name), layer);
            case WhiteoutName.Opaque(String directory) -> versions.addOpaque(paths.add(directory), layer);
            case WhiteoutName.Metadata _ -> {}
        }
    }
}
