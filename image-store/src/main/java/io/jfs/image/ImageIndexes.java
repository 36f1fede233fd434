package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code index.json} says, as names and manifests. Each entry is one manifest under one name; a manifest without a
 * name has one entry without. All changes keep entries and fields that jfs does not know.
 */
final class ImageIndexes {
    private ImageIndexes() {}

    /** The name of an entry; empty if it has none, or one that is no reference. */
    static Optional<Reference> name(Descriptor entry) {
        return entry.annotation(Descriptor.CONTAINERD_NAME)
                .flatMap(ImageIndexes::parse)
                .or(() -> entry.annotation(Descriptor.REF_NAME).flatMap(ImageIndexes::parse));
    }

    private static Optional<Reference> parse(String text) {
        try {
            return Optional.of(Reference.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The entries of each manifest, in the order of the index. */
    static Map<Digest, List<Descriptor>> byManifest(ImageIndex index) {
        Map<Digest, List<Descriptor>> groups = new LinkedHashMap<>();
        for (Descriptor entry : index.manifests()) {
            groups.computeIfAbsent(entry.digest(), _ -> new ArrayList<>()).add(entry);
        }
        return groups;
    }

    /**
     * With a manifest under a name; whichever manifest had the name loses it, and stays without one if it was its last.
     */
    static ImageIndex withName(ImageIndex index, Descriptor manifest, Reference name) {
        boolean unchanged = index.manifests().stream()
                .anyMatch(e -> e.digest().equals(manifest.digest()) && name(e).equals(Optional.of(name)));
        if (unchanged) {
            return index;
        }
        List<Descriptor> entries = new ArrayList<>(withoutName(index, name).manifests());
        entries.removeIf(e -> e.digest().equals(manifest.digest()) && name(e).isEmpty());
        entries.add(bare(manifest)
                .withAnnotation(Descriptor.REF_NAME, name.toString())
                .withAnnotation(Descriptor.CONTAINERD_NAME, name.toString()));
        return index.withManifests(entries);
    }

    /** With a manifest that has no name, unless it is there already. */
    static ImageIndex withDangling(ImageIndex index, Descriptor manifest) {
        if (index.manifests().stream().anyMatch(e -> e.digest().equals(manifest.digest()))) {
            return index;
        }
        List<Descriptor> entries = new ArrayList<>(index.manifests());
        entries.add(bare(manifest));
        return index.withManifests(entries);
    }

    /** Without a name; a manifest that loses its last one stays. The same object if nothing has the name. */
    static ImageIndex withoutName(ImageIndex index, Reference name) {
        List<Descriptor> entries = new ArrayList<>();
        List<Descriptor> losers = new ArrayList<>();
        for (Descriptor entry : index.manifests()) {
            (name(entry).equals(Optional.of(name)) ? losers : entries).add(entry);
        }
        for (Descriptor loser : losers) {
            if (entries.stream().noneMatch(e -> e.digest().equals(loser.digest()))) {
                entries.add(bare(loser));
            }
        }
        return losers.isEmpty() ? index : index.withManifests(entries);
    }

    /** Without any entry of a manifest. */
    static ImageIndex withoutManifest(ImageIndex index, Digest manifest) {
        return index.withManifests(index.manifests().stream()
                .filter(entry -> !entry.digest().equals(manifest))
                .toList());
    }

    /** With a note of what a manifest's layers take unpacked. */
    static ImageIndex withUnpackedSize(ImageIndex index, Digest manifest, long bytes) {
        return index.withManifests(index.manifests().stream()
                .map(entry -> entry.digest().equals(manifest)
                        ? entry.withAnnotation(Descriptor.UNPACKED_SIZE, Long.toString(bytes))
                        : entry)
                .toList());
    }

    /** What such a note says; empty if there is none. */
    static OptionalLong unpackedSize(List<Descriptor> entries) {
        return entries.stream()
                .flatMap(entry -> entry.annotation(Descriptor.UNPACKED_SIZE).stream())
                .filter(text -> text.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static Descriptor bare(Descriptor entry) {
        return entry.withoutAnnotation(Descriptor.REF_NAME).withoutAnnotation(Descriptor.CONTAINERD_NAME);
    }
}
