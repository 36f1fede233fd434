package io.jfs.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.core.store.SyncPolicy;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.HistoryEntry;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import io.jfs.image.transport.ImageTarget;
import io.jfs.image.tree.ImageTree;
import io.jfs.image.tree.TreeLayer;
import io.jfs.image.unpack.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images below a store's root. The root is an OCI image layout which other tools read as it is:
 *
 * <pre>
 * root/oci-layout
 * root/index.json         the only record of images; replaced as a whole under {@code index.lock}
 * root/blobs/sha256/…     immutable, named by digest
 * root/ingest/…           sessions that have not succeeded yet; leftovers are removed by {@link #prune}
 * root/headers/…          what {@link #tree} has read, for the next time; may be deleted
 * </pre>
 *
 * <p>An image enters the store as a whole or not at all: its blobs gather in a session, every digest is verified, its
 * layers are unpacked, and only then the blobs move to their place and the index names it.
 *
 * <p>Safe for many threads and many processes. Readers take no lock. An {@link Image} is what was read; another process
 * may remove it at any time, and then methods on it fail with {@link java.nio.file.NoSuchFileException} or
 * {@link ImageNotFoundException}.
 */
public final class ImageStore {
    private final StoreRoot root;
    private final Layout layout;
    private final ImageCatalog catalog;

    private ImageStore(StoreRoot root, Layout layout) {
        this.root = root;
        this.layout = layout;
        this.catalog = new ImageCatalog(layout);
    }

    /** Opens the images of a root, and makes the layout if there is none. Holds nothing open. */
    public static ImageStore open(StoreRoot root) throws IOException {
        return new ImageStore(root, Layout.open(root.root()));
    }

    /** All images, newest first, the dangling ones too. An image that cannot be read is left out and logged. */
    public List<Image> images() throws IOException {
        return catalog.images();
    }

    /** The image of exactly this reference. */
    public Optional<Image> find(Reference reference) throws IOException {
        return catalog.find(reference);
    }

    /**
     * The image that a person means: by reference, by {@code repository@digest}, or by the beginning of an ID (one
     * digit is enough, {@code sha256:} may stand before it). A name wins over an ID; a name without registry that is
     * not found is looked for below {@code localhost/} too, where podman puts what it builds.
     *
     * @throws ImageNotFoundException if there is none
     * @throws AmbiguousImageException if an ID's beginning fits several images; names them
     * @throws io.jfs.image.oci.InvalidImageException if what is stored cannot be read
     */
    public Image resolve(String image) throws IOException {
        return catalog.resolve(image);
    }

    /**
     * Gives an image one more name. An image that had this name loses it, and is dangling if it was its last.
     *
     * @throws ImageNotFoundException if the image is no longer in the store
     */
    public void tag(Image image, Reference name) throws IOException {
        layout.update(index -> {
            if (!layout.has(image.descriptor())) {
                throw new ImageNotFoundException(image.displayName());
            }
            return ImageIndexes.withName(index, image.descriptor(), name);
        });
    }

    /** Takes a name away, and leaves a dangling image if it was its last. False if no image has it. */
    public boolean untag(Reference name) throws IOException {
        boolean[] found = new boolean[1];
        layout.update(index -> {
            ImageIndex without = ImageIndexes.withoutName(index, name);
            found[0] = !without.equals(index);
            return without;
        });
        return found[0];
    }

    /**
     * Removes what a person names: a reference loses that name, and with its last name the image goes; an ID removes
     * the image. With an image go its blobs and its unpacked layers, unless another image or a container needs them.
     *
     * @param force remove an image by ID although it has several names
     * @param snapshots where its unpacked layers are removed too
     * @throws ImageNotFoundException if there is none
     * @throws ImageBusyException if it has several names, is named by ID, and {@code force} is not set
     */
    public RemoveResult remove(String image, boolean force, Optional<SnapshotStore> snapshots) throws IOException {
        return new ImageRemover(layout, root, snapshots).remove(image, force);
    }

    /**
     * Removes dangling images, blobs that no image refers to, and what loads that died left behind. A load that is
     * going on in another process is not disturbed.
     *
     * @param all remove images with names too
     * @param snapshots where unpacked layers that no image needs are removed too, unless they are in use
     */
    public RemoveResult prune(boolean all, Optional<SnapshotStore> snapshots) throws IOException {
        return new ImageRemover(layout, root, snapshots).prune(all);
    }

    /** How an image was made, newest step first; steps that made no layer are included. */
    public List<HistoryRow> history(Image image) {
        return ImageInspection.history(image.config().history(), image);
    }

    /** What {@code docker image inspect} shows of an image, in its words. The caller owns the object. */
    public ObjectNode inspect(Image image) {
        return ImageInspection.inspect(image);
    }

    /**
     * Loads all images of a source.
     *
     * @return what was loaded, in the source's order, with the names given to it now
     * @throws io.jfs.image.oci.InvalidImageException if the source breaks a rule; nothing is kept then
     */
    public List<Image> load(ImageSource source, LoadOptions options, ProgressListener progress) throws IOException {
        List<Image> images = new ArrayList<>();
        for (ImageLoader.Loaded loaded : new ImageLoader(layout, root, options, progress).load(source)) {
            images.add(published(loaded.manifest()).withReferences(loaded.names()));
        }
        return images;
    }

    /**
     * Writes images to a target. Equal images give equal bytes. A file appears whole or not at all.
     *
     * @param images at least one; written under the names given here, see {@link Image#references()}
     */
    public void save(List<Image> images, ImageTarget target, ProgressListener progress) throws IOException {
        new ImageSaver(layout, progress).save(images, target);
    }

    /**
     * Makes an image of one layer out of a root filesystem's archive.
     *
     * @param tar plain, gzip or zstd; read to its end, not closed
     */
    public Image importTar(InputStream tar, NewImageOptions options, ProgressListener progress) throws IOException {
        return published(new ImageBuilder(layout, options, progress).importTar(tar));
    }

    /**
     * Makes an image of one layer out of a root filesystem's directory, with owners, permissions, times, hard links,
     * extended attributes and holes as they are there. Mounts below it are part of it.
     *
     * @param directory read only; nobody may write to it meanwhile, or the layer is a mixture
     */
    public Image importDirectory(Path directory, NewImageOptions options, ProgressListener progress)
            throws IOException {
        return published(new ImageBuilder(layout, options, progress).importDirectory(directory, root.emptyDirectory()));
    }

    /**
     * Makes sure that an image's layers are committed snapshots. Does nothing for those that are; work that another
     * process is doing is waited for.
     *
     * @return the top snapshot, to prepare a container on
     */
    public SnapshotKey unpack(Image image, SnapshotStore snapshots, ProgressListener progress) throws IOException {
        List<StoredLayer> layers = new ArrayList<>();
        for (int i = 0; i < image.layers().size(); i++) {
            layers.add(new StoredLayer(
                    layout, image.layers().get(i), image.diffIds().get(i)));
        }
        Unpacker.Work work =
                new Unpacker.Work(snapshots, LayerLimits.DEFAULT, SyncPolicy.FILESYSTEM, progress, "unpack");
        SnapshotKey top = new Unpacker(work, root.locks()).unpack(layers, new ArrayList<>());
        if (image.unpackedSize().isEmpty()) {
            long bytes = SnapshotReaper.unpackedSize(image.diffIds(), snapshots);
            layout.update(index -> ImageIndexes.withUnpackedSize(index, image.digest(), bytes));
        }
        return top;
    }

    /**
     * Makes an image out of what an active snapshot changed. The snapshot stays as it is.
     *
     * @param active a snapshot on top of the unpacked {@code parent}, or of nothing
     * @param parent the image below; empty makes an image of one layer
     */
    public Image commit(
            SnapshotStore snapshots,
            SnapshotKey active,
            Optional<Image> parent,
            NewImageOptions options,
            ProgressListener progress)
            throws IOException {
        return published(new ImageBuilder(layout, options, progress).commit(snapshots, active, parent));
    }

    /** Reads every blob that an image refers to and compares its digest; looks for blobs that none refers to. */
    public ImageCheckReport check() throws IOException {
        return new ImageChecker(layout).check();
    }

    /** What the images occupy. */
    public ImageDiskUsage diskUsage() throws IOException {
        return ImageChecker.usage(layout);
    }

    /** The content of a blob, not verified again. The caller closes it. */
    public InputStream openBlob(Descriptor blob) throws IOException {
        return Channels.newInputStream(layout.open(blob));
    }

    /**
     * Reads the layers' archives into one tree to look into; neither mounts nor unpacks. May take a while the first
     * time; their headers are kept, and no content is read for another one.
     */
    public ImageTree tree(Image image, ProgressListener progress) throws IOException {
        List<Optional<Integer>> steps = image.config().historyOfLayers();
        List<HistoryEntry> history = image.config().history();
        List<TreeLayer> layers = new ArrayList<>();
        for (int i = 0; i < image.layers().size(); i++) {
            String command =
                    steps.get(i).map(step -> history.get(step).createdBy()).orElse("");
            layers.add(new StoredTreeLayer(
                    layout, image.layers().get(i), image.diffIds().get(i), command));
        }
        return ImageTree.of(layers, (layer, bytes, done) -> {
            String id = image.diffIds().get(layer).toString();
            long size = image.layers().get(layer).size();
            progress.report(new Progress("tree", "indexing", id, done ? size : bytes, size, "bytes", done));
        });
    }

    /** The image of a manifest that was just published, with all its names. */
    private Image published(Descriptor manifest) throws IOException {
        List<Descriptor> entries = ImageIndexes.byManifest(layout.index()).get(manifest.digest());
        if (entries == null) {
            throw new ImageNotFoundException(manifest.digest().toString());
        }
        return catalog.read(entries);
    }
}
