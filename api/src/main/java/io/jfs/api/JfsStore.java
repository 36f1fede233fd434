package io.jfs.api;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.Image;
import io.jfs.image.ImageStore;
import io.jfs.image.LoadOptions;
import io.jfs.image.transport.ArchiveFormat;
import io.jfs.image.transport.ImageSource;
import io.jfs.image.transport.ImageTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Images and mounts of one root: the way into jfs for a Java program. The {@code jfs} command may use the same root at
 * the same time, with {@code --root}.
 *
 * <pre>{@code
 * try (JfsStore jfs = JfsStore.open(Path.of("/var/tmp/jfs"))) {
 *     Image shop = jfs.load(Path.of("shop.tar"));
 *     try (MountedImage mount = jfs.mountWritable(shop)) {
 *         Files.writeString(mount.path().resolve("etc/motd"), "hello\n");
 *         mount.changes().forEach(change -> System.out.println(change.kind().letter() + " " + change.path()));
 *         jfs.save(mount.commit("shop:2"), Path.of("shop2.tar"));
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe. What a method refuses it names, and then nothing was changed.
 */
public final class JfsStore implements AutoCloseable {
    private final StoreRoot root;
    private final ImageStore images;
    private final SnapshotStore snapshots;

    private JfsStore(StoreRoot root, ImageStore images, SnapshotStore snapshots) {
        this.root = root;
        this.images = images;
        this.snapshots = snapshots;
    }

    /** Opens a root, made if missing, with the best driver that works there. */
    public static JfsStore open(Path root) throws IOException {
        StoreRoot place = place(root);
        return open(place, Drivers.preferred(place.metadata()), DriverOptions.NONE);
    }

    /**
     * Opens a root, made if missing.
     *
     * @param driver such as {@code overlay}, {@code fuse-union} or {@code vfs}, which needs no privileges
     */
    public static JfsStore open(Path root, String driver) throws IOException {
        return open(place(root), Drivers.byName(driver), DriverOptions.NONE);
    }

    private static JfsStore open(StoreRoot root, StorageDriverProvider driver, DriverOptions options)
            throws IOException {
        return new JfsStore(root, ImageStore.open(root), SnapshotStore.open(root, driver, options));
    }

    /** Where the {@code jfs} command looks too when it is given this root. */
    private static StoreRoot place(Path root) {
        return new StoreRoot(root, root.resolve("run"));
    }

    /**
     * Loads the one image of an OCI layout, OCI archive, docker archive or skopeo directory, and unpacks it.
     *
     * @throws IllegalArgumentException if there are several: then use {@link #loadAll}
     */
    public Image load(Path source) throws IOException {
        List<Image> loaded = loadAll(new ImageSource.Sniffed(source));
        if (loaded.size() != 1) {
            throw new IllegalArgumentException(source + ": holds " + loaded.size() + " images");
        }
        return loaded.getFirst();
    }

    /** Loads all images of a source, and unpacks them. */
    public List<Image> loadAll(ImageSource source) throws IOException {
        return images.load(source, LoadOptions.defaults().withUnpackInto(snapshots), ProgressListener.NONE);
    }

    /**
     * As {@link #loadAll(ImageSource)}.
     *
     * @param source in skopeo's syntax, such as {@code oci:DIR:TAG}
     */
    public List<Image> loadAll(String source) throws IOException {
        return loadAll(ImageSource.parse(source, InputStream.nullInputStream()));
    }

    /** All images, newest first. */
    public List<Image> images() throws IOException {
        return images.images();
    }

    /**
     * The image of this name, or whose ID begins so.
     *
     * @throws io.jfs.image.ImageNotFoundException if there is none
     */
    public Image image(String name) throws IOException {
        return images.resolve(name);
    }

    /** Mounts an image read-only, on a directory of its own, until it is closed. */
    public MountedImage mount(Image image) throws IOException {
        SnapshotKey key = newKey("view");
        SnapshotKey top = images.unpack(image, snapshots, ProgressListener.NONE);
        return MountedImage.of(this, image, key, snapshots.view(key, Optional.of(top), Map.of()));
    }

    /**
     * Mounts an image so that it can be changed, on a directory of its own, until it is closed. The image stays as it
     * is; what was changed is gone with the mount, unless it was committed.
     */
    public MountedImage mountWritable(Image image) throws IOException {
        SnapshotKey key = newKey("rw");
        SnapshotKey top = images.unpack(image, snapshots, ProgressListener.NONE);
        return MountedImage.of(this, image, key, snapshots.prepare(key, Optional.of(top), Map.of()));
    }

    private static SnapshotKey newKey(String prefix) {
        return new SnapshotKey(prefix + "-" + UUID.randomUUID());
    }

    /** Writes an image with its names to an archive that podman, docker and skopeo read. */
    public void save(Image image, Path archive) throws IOException {
        images.save(List.of(image), new ImageTarget.Archive(archive, ArchiveFormat.COMBINED), ProgressListener.NONE);
    }

    /** Removes a name, or an image by ID; with an image's last name it goes, with all that only it needed. */
    public void remove(String image) throws IOException {
        images.remove(image, false, Optional.of(snapshots));
        snapshots.cleanup();
    }

    /** All that can be done with images. */
    public ImageStore imageStore() {
        return images;
    }

    /** All that can be done with snapshots; closed with this store. */
    public SnapshotStore snapshotStore() {
        return snapshots;
    }

    StoreRoot root() {
        return root;
    }

    /** Mounts that are still there stay. */
    @Override
    public void close() {
        snapshots.close();
    }
}
