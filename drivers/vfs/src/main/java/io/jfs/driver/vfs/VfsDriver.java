package io.jfs.driver.vfs;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.tree.CopyOptions;
import io.jfs.core.tree.TreeCopy;
import io.jfs.core.tree.TreeRemover;
import io.jfs.core.tree.TreeUsage;
import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Keeps each snapshot's whole tree in {@code fs/}. An active snapshot starts as a copy of its parent; a view needs no
 * copy, its mount is the parent's tree read-only.
 */
final class VfsDriver implements StorageDriver {
    private static final String TREE = "fs";
    private static final int ROOT_MODE = 0755;

    private final Set<DriverCapability> capabilities;

    VfsDriver(Set<DriverCapability> capabilities) {
        this.capabilities = Set.copyOf(capabilities);
    }

    @Override
    public String name() {
        return "vfs";
    }

    @Override
    public Set<DriverCapability> capabilities() {
        return capabilities;
    }

    @Override
    public void create(SnapshotDirectory snapshot) throws IOException {
        if (snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty()) {
            return;
        }
        try (Fd directory = openDirectory(snapshot.path())) {
            Links.mkdirAt(directory, TREE, ROOT_MODE);
            Attributes.chmodAt(directory, TREE, ROOT_MODE);
        }
        if (!snapshot.parents().isEmpty()) {
            try (Fd from = openDirectory(tree(snapshot.parents().getFirst()));
                    Fd to = openDirectory(tree(snapshot.path()))) {
                TreeCopy.copy(from, to, CopyOptions.DEFAULT);
            }
        }
    }

    @Override
    public List<Mount> mounts(SnapshotDirectory snapshot) {
        return switch (snapshot.kind()) {
            case ACTIVE -> List.of(bind(snapshot.path(), "rw"));
            case VIEW ->
                List.of(bind(
                        snapshot.parents().isEmpty()
                                ? snapshot.path()
                                : snapshot.parents().getFirst(),
                        "ro"));
            case COMMITTED -> throw new IllegalArgumentException("a committed snapshot has no mounts; use a view");
        };
    }

    @Override
    public ApplyTarget applyTarget(SnapshotDirectory snapshot) {
        return new ApplyTarget.MergedTree(tree(snapshot.path()));
    }

    @Override
    public void commit(SnapshotDirectory snapshot) {
        // The tree is the committed one as it stands.
    }

    @Override
    public Usage usage(SnapshotDirectory snapshot) throws IOException {
        if (snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty()) {
            return Usage.NONE;
        }
        try (Fd directory = openDirectory(tree(snapshot.path()))) {
            return TreeUsage.of(directory);
        }
    }

    @Override
    public void delete(Path directory) throws IOException {
        TreeRemover.remove(directory);
    }

    private static Mount bind(Path snapshot, String access) {
        return new Mount("bind", tree(snapshot).toString(), List.of("rbind", access));
    }

    private static Path tree(Path snapshot) {
        return snapshot.resolve(TREE);
    }

    private static Fd openDirectory(Path path) throws IOException {
        return Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }
}
