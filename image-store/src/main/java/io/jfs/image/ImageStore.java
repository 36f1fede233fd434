package io.jfs.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import io.jfs.image.transport.ImageTarget;
import io.jfs.image.tree.ImageTree;
import java.io.IOException;
import java.io.InputStream;
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
    private ImageStore() {}

    /** Opens the images of a root, and makes the layout if there is none. Holds nothing open. */
    public static ImageStore open(StoreRoot root) throws IOException {
        throw new UnsupportedOperationException("not yet " + root);
    }

    /** All images, newest first, the dangling ones too. An image that cannot be read is left out and logged. */
    public List<Image> images() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** The image of exactly this reference. */
    public Optional<Image> find(Reference reference) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The image that a person means: by reference, by {@code repository@digest}, or by the beginning of an ID (one digit
     * is enough, {@code sha256:} may stand before it). A name wins over an ID; a name without registry that is not
     * found is looked for below {@code localhost/} too, where podman puts what it builds.
     *
     * @throws ImageNotFoundException if there is none
     * @throws AmbiguousImageException if an ID's beginning fits several images; names them
     * @throws io.jfs.image.oci.InvalidImageException if what is stored cannot be read
     */
    public Image resolve(String image) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Gives an image one more name. An image that had this name loses it, and is dangling if it was its last.
     *
     * @throws ImageNotFoundException if the image is no longer in the store
     */
    public void tag(Image image, Reference name) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Takes a name away, and leaves a dangling image if it was its last. False if no image has it. */
    public boolean untag(Reference name) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Removes what a person names: a reference loses that name, and with its last name the image goes; an ID removes the
     * image. With an image go its blobs and its unpacked layers, unless another image or a container needs them.
     *
     * @param force remove an image by ID although it has several names
     * @param snapshots where its unpacked layers are removed too
     * @throws ImageNotFoundException if there is none
     * @throws ImageBusyException if it has several names, is named by ID, and {@code force} is not set
     */
    public RemoveResult remove(String image, boolean force, Optional<SnapshotStore> snapshots) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Removes dangling images, blobs that no image refers to, and what loads that died left behind. A load that is going
     * on in another process is not disturbed.
     *
     * @param all remove images with names too
     * @param snapshots where unpacked layers that no image needs are removed too, unless they are in use
     */
    public RemoveResult prune(boolean all, Optional<SnapshotStore> snapshots) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** How an image was made, newest step first; steps that made no layer are included. */
    public List<HistoryRow> history(Image image) {
        throw new UnsupportedOperationException("not yet");
    }

    /** What {@code docker image inspect} shows of an image, in its words. The caller owns the object. */
    public ObjectNode inspect(Image image) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Loads all images of a source.
     *
     * @return what was loaded, in the source's order
     * @throws io.jfs.image.oci.InvalidImageException if the source breaks a rule; nothing is kept then
     */
    public List<Image> load(ImageSource source, LoadOptions options, ProgressListener progress) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Writes images to a target. Equal images give equal bytes. A file appears whole or not at all.
     *
     * @param images at least one; written under the names given here, see {@link Image#references()}
     */
    public void save(List<Image> images, ImageTarget target, ProgressListener progress) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Makes an image of one layer out of a root filesystem's archive.
     *
     * @param tar plain, gzip or zstd; read to its end, not closed
     */
    public Image importTar(InputStream tar, NewImageOptions options, ProgressListener progress) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Makes sure that an image's layers are committed snapshots. Does nothing for those that are; work that another
     * process is doing is waited for.
     *
     * @return the top snapshot, to prepare a container on
     */
    public SnapshotKey unpack(Image image, SnapshotStore snapshots, ProgressListener progress) throws IOException {
        throw new UnsupportedOperationException("not yet");
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
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads every blob that an image refers to and compares its digest; looks for blobs that none refers to. */
    public ImageCheckReport check() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** What the images occupy. */
    public ImageDiskUsage diskUsage() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** The content of a blob, not verified again. The caller closes it. */
    public InputStream openBlob(Descriptor blob) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads the layers' archives into one tree to look into; neither mounts nor unpacks. May take a while. */
    public ImageTree tree(Image image, ProgressListener progress) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
