package io.jfs.image.tree;

import io.jfs.core.layer.EntryType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the two trees that are compared.
 *
 * @param view of these paths and versions
 * @param layers those of the versions, bottom first
 */
record TreeSide(PathTable paths, VersionTable versions, LinkResolver links, MergedView view, List<TreeLayer> layers) {

    /** What a comparison looks at, content aside; equal attributes are equal records. */
    record Attributes(
            EntryType type,
            int mode,
            int uid,
            int gid,
            long size,
            long mtime,
            int mtimeNanos,
            String link,
            List<Long> device,
            Map<String, List<Byte>> xattrs) {}

    String name(MergedView.Place place) {
        return paths.name(place.node());
    }

    /** The entry that has the content: another one for a hard link. */
    int content(int version) {
        return links.contentOf(version).orElse(version);
    }

    Attributes attributes(int version) {
        int entry = content(version);
        EntryType type = versions.type(entry);
        long[] device = versions.device(entry);
        return new Attributes(
                type,
                versions.mode(entry) & 07777,
                versions.uid(entry),
                versions.gid(entry),
                type == EntryType.REGULAR ? versions.size(entry) : 0,
                versions.mtime(entry),
                versions.mtimeNanos(entry),
                versions.link(entry),
                List.of(device[0], device[1]),
                xattrs(entry));
    }

    private Map<String, List<Byte>> xattrs(int entry) {
        Map<String, byte[]> all = versions.xattrs(entry);
        if (all.isEmpty()) {
            return Map.of();
        }
        Map<String, List<Byte>> seen = new TreeMap<>();
        all.forEach((name, value) -> {
            if (!name.equals("security.selinux") && !name.matches("(?:trusted|user)\\.overlay\\..*")) {
                Byte[] bytes = new Byte[value.length];
                Arrays.setAll(bytes, i -> value[i]);
                seen.put(name, List.of(bytes));
            }
        });
        return seen;
    }

    /** Whether an entry is the same one, of the same archive, as another tree's. */
    boolean isSame(int version, TreeSide other, int otherVersion) {
        return versions.ordinal(version) == other.versions.ordinal(otherVersion)
                && layers.get(versions.layer(version)).equals(other.layers.get(other.versions.layer(otherVersion)));
    }
}
