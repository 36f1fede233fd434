package io.jfs.api;

import io.jfs.core.Change;
import io.jfs.core.Mount;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import io.jfs.image.NewImageOptions;
import io.jfs.image.oci.Reference;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image as a directory, until it is closed. For one thread at a time; the directory is for everybody. */
public final class MountedImage implements AutoCloseable {
    private final JfsStore jfs;
    private final Image image;
    private final SnapshotKey key;
    private final Path path;
    private final boolean mounted;
    private boolean closed;

    private MountedImage(JfsStore jfs, Image image, SnapshotKey key, Path path, boolean mounted) {
        this.jfs = jfs;
        this.image = image;
        this.key = key;
        this.path = path;
        this.mounted = mounted;
    }

    /** Mounts a new snapshot, which is removed again if that fails. */
    static MountedImage of(JfsStore jfs, Image image, SnapshotKey key, List<Mount> mounts) throws IOException {
        try {
            if (Processes.effectiveUserId() != 0 && isPlainDirectory(mounts)) {
                return new MountedImage(
                        jfs, image, key, Path.of(mounts.getFirst().source()), false);
            }
            Path parent = Files.createDirectories(jfs.root().runRoot().resolve("mounts"));
            Path target = Files.createTempDirectory(parent, "api-");
            try {
                Mounter.mount(mounts, target);
            } catch (IOException | RuntimeException e) {
                Files.delete(target);
                throw e;
            }
            return new MountedImage(jfs, image, key, target, true);
        } catch (IOException | RuntimeException e) {
            jfs.snapshotStore().remove(key);
            throw e;
        }
    }

    /** A plain user cannot mount, but a copied tree can be used where it is. */
    private static boolean isPlainDirectory(List<Mount> mounts) {
        return mounts.size() == 1 && mounts.getFirst().type().equals("bind");
    }

    /** The image's root directory. */
    public Path path() {
        return path;
    }

    /** The image that was mounted. */
    public Image image() {
        return image;
    }

    /** The snapshot that is mounted. */
    public SnapshotKey snapshot() {
        return key;
    }

    /** What was changed since it was mounted, in canonical order. */
    public List<Change> changes() throws IOException {
        List<Change> changes = new ArrayList<>();
        jfs.snapshotStore().diff(key, changes::add);
        return List.copyOf(changes);
    }

    /**
     * Makes an image with one more layer, of what was changed. The mount stays, and nothing of it is lost.
     *
     * @param name of the new image, such as {@code shop:2}
     */
    public Image commit(String name) throws IOException {
        return commit(NewImageOptions.defaults().withName(Reference.parse(name)));
    }

    /** As {@link #commit(String)}, with more to say. */
    public Image commit(NewImageOptions options) throws IOException {
        return jfs.imageStore().commit(jfs.snapshotStore(), key, Optional.of(image), options, ProgressListener.NONE);
    }

    /**
     * Unmounts, and removes what was changed. Repeatable.
     *
     * @throws IOException if it is in use; then it stays
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        if (mounted) {
            Mounter.unmount(path);
            Files.delete(path);
        }
        closed = true;
        SnapshotStore snapshots = jfs.snapshotStore();
        snapshots.remove(key);
        snapshots.cleanup();
    }
}
