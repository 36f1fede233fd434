package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.layout.BlobSweeper;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.layout.Layout;
import io.jfs.image.layout.Reachability;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes images: first from the index, then the blobs and the unpacked layers that nobody needs any more. A crash in
 * between leaves only what {@code prune} finds.
 */
final class ImageRemover {
    private final Layout layout;
    private final StoreRoot root;
    private final ImageCatalog catalog;
    private final Optional<SnapshotStore> snapshots;

    private final List<Reference> untagged = new ArrayList<>();
    private final List<Digest> deletedImages = new ArrayList<>();
    private final Set<Digest> blobs = new LinkedHashSet<>();
    private final Set<SnapshotKey> chains = new LinkedHashSet<>();

    ImageRemover(Layout layout, StoreRoot root, Optional<SnapshotStore> snapshots) {
        this.layout = layout;
        this.root = root;
        this.catalog = new ImageCatalog(layout);
        this.snapshots = snapshots;
    }

    RemoveResult remove(String text, boolean force) throws IOException {
        List<Descriptor> named = entriesNamed(text);
        if (named.isEmpty()) {
            removeById(text, force);
        } else {
            layout.update(index -> withoutNames(index, named));
        }
        return finish(new BlobSweeper(layout).sweep(blobs));
    }

    /** The entries that a reference means; works for images that cannot be read, too. */
    private List<Descriptor> entriesNamed(String text) throws IOException {
        Reference reference;
        try {
            reference = Reference.parse(text);
        } catch (IllegalArgumentException _) {
            return List.of();
        }
        List<Descriptor> entries = entriesNamed(reference);
        boolean bare = text.indexOf('/') < 0;
        return entries.isEmpty() && bare ? entriesNamed(Reference.parse("localhost/" + text)) : entries;
    }

    private List<Descriptor> entriesNamed(Reference reference) throws IOException {
        return layout.index().manifests().stream()
                .filter(entry -> ImageIndexes.name(entry)
                        .filter(name -> reference.digest().isPresent()
                                ? name.repository().equals(reference.repository())
                                        && reference.digest().get().equals(entry.digest())
                                : name.equals(reference))
                        .isPresent())
                .toList();
    }

    private ImageIndex withoutNames(ImageIndex index, List<Descriptor> named) throws IOException {
        ImageIndex changed = index;
        for (Descriptor entry : named) {
            Reference name = ImageIndexes.name(entry).orElseThrow();
            changed = ImageIndexes.withoutName(changed, name);
            untagged.add(name);
        }
        for (Digest manifest : named.stream().map(Descriptor::digest).distinct().toList()) {
            List<Descriptor> left = ImageIndexes.byManifest(changed).getOrDefault(manifest, List.of());
            if (left.size() == 1 && ImageIndexes.name(left.getFirst()).isEmpty()) {
                changed = withoutManifest(changed, left);
            }
        }
        return changed;
    }

    private void removeById(String text, boolean force) throws IOException {
        Image image = catalog.resolve(text);
        if (image.references().size() > 1 && !force) {
            throw new ImageBusyException(
                    image.id().shortHex(),
                    image.references().stream().map(Reference::familiar).toList());
        }
        layout.update(index -> withoutImage(index, image));
    }

    private ImageIndex withoutImage(ImageIndex index, Image image) throws IOException {
        ImageIndex changed = index;
        for (List<Descriptor> entries : ImageIndexes.byManifest(index).values()) {
            if (entries.getFirst().digest().equals(image.digest()) || isSameImage(entries, image)) {
                entries.forEach(entry -> ImageIndexes.name(entry).ifPresent(untagged::add));
                changed = withoutManifest(changed, entries);
            }
        }
        return changed;
    }

    private boolean isSameImage(List<Descriptor> entries, Image image) throws IOException {
        try {
            return catalog.read(entries).id().equals(image.id());
        } catch (InvalidImageException | NoSuchFileException _) {
            return false;
        }
    }

    /** Takes a manifest out of the index, and notes what may go with it. */
    private ImageIndex withoutManifest(ImageIndex index, List<Descriptor> entries) throws IOException {
        Reachability reachability = new Reachability(layout);
        reachability.follow(List.of(entries.getFirst()));
        blobs.addAll(reachability.reached().keySet());
        try {
            Image image = catalog.read(entries);
            deletedImages.add(image.id());
            chains.addAll(SnapshotReaper.chains(image));
        } catch (InvalidImageException | NoSuchFileException _) {
            // An image that cannot be read is removed all the same; its layers are for prune to find.
            deletedImages.add(entries.getFirst().digest());
        }
        return ImageIndexes.withoutManifest(index, entries.getFirst().digest());
    }

    RemoveResult prune(boolean all) throws IOException {
        IngestSession.removeAbandoned(layout);
        layout.update(index -> {
            ImageIndex changed = index;
            for (List<Descriptor> entries : ImageIndexes.byManifest(index).values()) {
                boolean dangling = entries.stream()
                        .allMatch(entry -> ImageIndexes.name(entry).isEmpty());
                if ((all || dangling) && !isInUse(entries)) {
                    entries.forEach(entry -> ImageIndexes.name(entry).ifPresent(untagged::add));
                    changed = withoutManifest(changed, entries);
                }
            }
            return changed;
        });
        BlobSweeper.Swept swept = new BlobSweeper(layout).sweepAll();
        if (snapshots.isPresent()) {
            chains.addAll(new SnapshotReaper(layout, root, snapshots.get()).unpackedLayers());
        }
        return finish(swept);
    }

    private boolean isInUse(List<Descriptor> entries) throws IOException {
        try {
            return snapshots.isPresent()
                    && SnapshotReaper.isInUse(
                            snapshots.get(), catalog.read(entries).topSnapshot());
        } catch (InvalidImageException | NoSuchFileException _) {
            return false;
        }
    }

    private RemoveResult finish(BlobSweeper.Swept swept) throws IOException {
        SnapshotReaper.Reaped reaped = snapshots.isEmpty()
                ? new SnapshotReaper.Reaped(List.of(), List.of(), 0)
                : new SnapshotReaper(layout, root, snapshots.get()).reap(List.copyOf(chains));
        return new RemoveResult(
                untagged,
                deletedImages,
                swept.blobs(),
                swept.bytes() + reaped.bytes(),
                reaped.removed(),
                reaped.kept());
    }
}
