package io.jfs.runtime.container;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKey;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.mount.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A container's root: its snapshot, mounted. */
final class RootMount {
    private RootMount() {}

    /** Mounts it where the container's processes are going to see it; one that is mounted already stays. */
    static void mount(SnapshotStore store, ContainerRecord record, Path target) throws IOException {
        Files.createDirectories(target);
        if (MountInfo.at(target).isEmpty()) {
            List<Mount> mounts = store.mounts(new SnapshotKey(record.snapshot()));
            boolean disposable = record.options().has(ContainerOptions.Flag.AUTO_REMOVE);
            Mounter.mount(disposable ? DisposableRoot.of(mounts) : mounts, target);
        }
    }

    static void unmount(Path target) throws IOException {
        if (Files.isDirectory(target) || Mounter.isDead(target)) {
            while (MountInfo.at(target).isPresent()) {
                Mounter.detach(target);
            }
            Files.deleteIfExists(target);
        }
    }

    /** The root to read through {@code *at} calls, and to write where the container runs. */
    static Fd open(SnapshotStore store, Container container) throws IOException {
        Path rootfs = container.files().rootfs();
        return isMounted(rootfs)
                ? Open.open(rootfs, Open.O_RDONLY | Open.O_DIRECTORY, 0)
                : store.openTree(new SnapshotKey(container.record().snapshot()));
    }

    /**
     * The root to read or write, mounted nowhere: only for the holder of the container's lock, for an upper directory
     * that two mounts write to takes harm.
     */
    static Fd openStopped(SnapshotStore store, Container container) throws IOException {
        return Mounter.openDetached(
                store.mounts(new SnapshotKey(container.record().snapshot())));
    }

    static boolean isMounted(Path rootfs) throws IOException {
        return Files.isDirectory(rootfs) && MountInfo.at(rootfs).isPresent();
    }
}
