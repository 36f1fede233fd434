package io.jfs.image.tree;

import io.jfs.core.layer.EntryType;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerTar;
import io.jfs.core.layer.TarEmitter;
import io.jfs.core.layer.TarEntry;
import io.jfs.image.oci.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a part of the tree as a tar: directories and everything without content in the order of the tree, then the
 * contents in one pass through each layer's archive, then hard links.
 */
final class TreeExport {
    private final PathTable paths;
    private final VersionTable versions;
    private final LinkResolver links;
    private final List<TreeLayer> layers;

    private final Map<Integer, String> firstNames = new HashMap<>();
    private final Map<Integer, Map<Integer, TarEntry>> files = new TreeMap<>();
    private final List<TarEntry> hardLinks = new ArrayList<>();

    TreeExport(PathTable paths, VersionTable versions, LinkResolver links, List<TreeLayer> layers) {
        this.paths = paths;
        this.versions = versions;
        this.links = links;
        this.layers = layers;
    }

    /** @param name what the place is called in the archive; empty for its root */
    void write(MergedView view, MergedView.Place place, String name, OutputStream out) throws IOException {
        TarEmitter tar = new TarEmitter(out);
        collect(view, place, name, tar);
        for (Map.Entry<Integer, Map<Integer, TarEntry>> layer : files.entrySet()) {
            writeFiles(layers.get(layer.getKey()), layer.getValue(), tar);
        }
        for (TarEntry link : hardLinks) {
            tar.entry(link);
        }
        tar.finish();
        out.flush();
    }

    // Recursion is as deep as paths are, which the layer reader bounds.
    private void collect(MergedView view, MergedView.Place place, String name, TarEmitter tar) throws IOException {
        if (place.version() == MergedView.IMPLIED) {
            tar.entry(new TarEntry(name, EntryType.DIRECTORY, 0_755, 0, 0, 0, 0, 0, "", 0, 0, Map.of()));
        } else {
            int content = links.contentOf(place.version())
                    .orElseThrow(() -> new InvalidImageException(
                            paths.path(place.node()) + ": the file that this hard link stands for is missing"));
            EntryType type = versions.type(content);
            TarEntry entry = entry(content, type, name);
            String first = type == EntryType.DIRECTORY ? null : firstNames.putIfAbsent(content, name);
            if (first != null) {
                hardLinks.add(linked(entry, first));
            } else if (type == EntryType.REGULAR) {
                files.computeIfAbsent(versions.layer(content), _ -> new HashMap<>())
                        .put(versions.ordinal(content), entry);
            } else {
                tar.entry(entry);
            }
        }
        for (MergedView.Place child : view.children(place)) {
            String childName = paths.name(child.node());
            collect(view, child, name.isEmpty() ? childName : name + "/" + childName, tar);
        }
    }

    private TarEntry entry(int version, EntryType type, String name) {
        long[] device = versions.device(version);
        return new TarEntry(
                name,
                type,
                versions.mode(version),
                versions.uid(version),
                versions.gid(version),
                versions.size(version),
                versions.mtime(version),
                versions.mtimeNanos(version),
                versions.link(version),
                (int) device[0],
                (int) device[1],
                versions.xattrs(version));
    }

    private static TarEntry linked(TarEntry entry, String target) {
        return new TarEntry(
                entry.path(),
                EntryType.HARD_LINK,
                entry.mode(),
                entry.uid(),
                entry.gid(),
                0,
                entry.mtimeSeconds(),
                entry.mtimeNanos(),
                target,
                0,
                0,
                Map.of());
    }

    private static void writeFiles(TreeLayer layer, Map<Integer, TarEntry> wanted, TarEmitter out) throws IOException {
        try (InputStream in = layer.openTar()) {
            LayerTar tar = new LayerTar(in, LayerLimits.DEFAULT);
            int left = wanted.size();
            int ordinal = 0;
            for (Optional<TarEntry> next = tar.next(); next.isPresent() && left > 0; next = tar.next()) {
                TarEntry entry = wanted.get(ordinal++);
                if (entry != null) {
                    out.file(entry, tar.body());
                    left--;
                }
            }
        }
    }
}
