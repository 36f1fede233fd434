package io.jfs.image.tree;

import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerTar;
import io.jfs.core.layer.TarEntry;
import io.jfs.core.layer.WhiteoutName;
import io.jfs.image.oci.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the layers' archives into the tables, one pass each, bodies skipped; or only their headers, where an earlier
 * pass kept them.
 */
final class TreeIndexer {
    private static final int MAX_LAYERS = Short.MAX_VALUE;

    private final PathTable paths;
    private final VersionTable versions;
    private final Set<Integer> damaged;

    /** @param damaged layers whose kept headers are not to be used */
    TreeIndexer(PathTable paths, VersionTable versions, Set<Integer> damaged) {
        this.damaged = damaged;
        this.paths = paths;
        this.versions = versions;
    }

    /**
     * Reads one layer.
     *
     * @throws DamagedHeadersException if headers were kept of no use; the tables hold something of them
     */
    void add(int layer, TreeLayer source, IndexListener listener) throws IOException {
        if (layer >= MAX_LAYERS) {
            throw new InvalidImageException("an image of more than " + MAX_LAYERS + " layers cannot be looked into");
        }
        HeaderCache cache = source.headers();
        Optional<InputStream> kept = damaged.contains(layer) ? Optional.empty() : cache.open();
        if (kept.isPresent()) {
            addKept(layer, kept.get());
            return;
        }
        try (InputStream in = source.openTar(bytes -> listener.read(layer, bytes, false));
                HeaderCache.Entry headers = cache.create()) {
            add(layer, LayerTar.keepingHeaders(in, LayerLimits.DEFAULT, headers));
            headers.keep();
        }
        listener.read(layer, 0, true);
    }

    private void addKept(int layer, InputStream headers) throws IOException {
        try (headers) {
            LayerTar tar = LayerTar.ofHeaders(headers, LayerLimits.DEFAULT);
            add(layer, tar);
            // A checksum may come last.
            tar.drain();
        } catch (IOException e) {
            throw new DamagedHeadersException(layer, e);
        }
    }

    private void add(int layer, LayerTar tar) throws IOException {
        int ordinal = 0;
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            add(layer, entry.get(), ordinal++);
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
