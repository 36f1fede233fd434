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

    /** The root to read or write through {@code *at} calls, mounted nowhere if the container does not run. */
    static Fd open(SnapshotStore store, Container container) throws IOException {
        Path rootfs = container.files().rootfs();
        if (Files.isDirectory(rootfs) && MountInfo.at(rootfs).isPresent()) {
            return Open.open(rootfs, Open.O_RDONLY | Open.O_DIRECTORY, 0);
        }
        return Mounter.openDetached(
                store.mounts(new SnapshotKey(container.record().snapshot())));
    }
}
