package io.jfs.image;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.layout.IngestSession;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Reference;
import io.jfs.image.source.ImageIngest;
import io.jfs.image.source.OpenSource;
import io.jfs.image.source.SourceImage;
import io.jfs.image.transport.ImageSource;
import io.jfs.image.unpack.Unpacker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Loads images: documents are read and checked, layers are copied and unpacked at the same time, and when everything
 * has proved right the session is published.
 */
final class ImageLoader {
    private final Layout layout;
    private final StoreRoot root;
    private final LoadOptions options;
    private final ProgressListener progress;
    private final List<SnapshotKey> unpacked = new ArrayList<>();

    ImageLoader(Layout layout, StoreRoot root, LoadOptions options, ProgressListener progress) {
        this.layout = layout;
        this.root = root;
        this.options = options;
        this.progress = progress;
    }

    /**
     * One image that was loaded.
     *
     * @param names those given to it now, which may not be all that it has
     */
    record Loaded(Descriptor manifest, List<Reference> names) {}

    /** Loads all that the source has. */
    List<Loaded> load(ImageSource source) throws IOException {
        IngestSession.removeAbandoned(layout);
        try (IngestSession session = IngestSession.begin(layout);
                OpenSource opened = OpenSource.open(source, session, options.platform(), options.limits())) {
            requireOneIfNamed(opened.images(), source);
            return load(opened.images(), session);
        } catch (IOException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void requireOneIfNamed(List<SourceImage> images, ImageSource source) throws InvalidImageException {
        if (options.name().isPresent() && images.size() != 1) {
            throw new InvalidImageException(source.describe() + " has " + images.size()
                    + " images; only one can be named " + options.name().get().familiar());
        }
    }

    private List<Loaded> load(List<SourceImage> images, IngestSession session) throws IOException {
        List<Descriptor> manifests = new ArrayList<>();
        List<OptionalLong> sizes = new ArrayList<>();
        try (ImageIngest ingest = new ImageIngest(images, session, progress)) {
            for (SourceImage image : images) {
                sizes.add(unpack(image, ingest));
            }
            for (SourceImage image : images) {
                manifests.add(ingest.finish(image)
                        .withPlatform(image.config().config().platform()));
            }
        }
        session.publish(options.sync(), index -> {
            ImageIndex changed = named(index, images, manifests);
            for (int i = 0; i < images.size(); i++) {
                if (sizes.get(i).isPresent()) {
                    changed = ImageIndexes.withUnpackedSize(
                            changed, manifests.get(i).digest(), sizes.get(i).getAsLong());
                }
            }
            return changed;
        });
        List<Loaded> loaded = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            loaded.add(new Loaded(manifests.get(i), names(images.get(i))));
        }
        return loaded;
    }

    private List<Reference> names(SourceImage image) {
        return options.name().map(List::of).orElse(image.names());
    }

    /** What the layers occupy, if they were to be unpacked. */
    private OptionalLong unpack(SourceImage image, ImageIngest ingest) throws IOException {
        if (options.unpackInto().isEmpty()) {
            return OptionalLong.empty();
        }
        SnapshotStore store = options.unpackInto().get();
        Unpacker.Work work = new Unpacker.Work(store, options.limits(), options.sync(), progress, "load");
        try {
            new Unpacker(work, root.locks()).unpack(ingest.inputs(image), unpacked);
            return OptionalLong.of(
                    SnapshotReaper.unpackedSize(image.config().config().diffIds(), store));
        } catch (IOException e) {
            // A blob that failed on its way makes the unpacking fail too; the blob's failure is the one to report.
            ingest.throwFailure();
            throw e;
        }
    }

    private ImageIndex named(ImageIndex index, List<SourceImage> images, List<Descriptor> manifests) {
        ImageIndex changed = index;
        for (int i = 0; i < images.size(); i++) {
            List<Reference> names = names(images.get(i));
            changed = names.isEmpty() ? ImageIndexes.withDangling(changed, manifests.get(i)) : changed;
            for (Reference name : names) {
                changed = ImageIndexes.withName(changed, manifests.get(i), name);
            }
        }
        return changed;
    }

    /** Removes what was unpacked, unless others have come to need it. */
    private void rollBack(Exception failure) {
        if (options.unpackInto().isEmpty() || unpacked.isEmpty()) {
            return;
        }
        try {
            new SnapshotReaper(layout, root, options.unpackInto().get()).reap(unpacked);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
