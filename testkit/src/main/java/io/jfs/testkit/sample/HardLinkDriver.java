package io.jfs.testkit.sample;

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
import java.util.Optional;
import java.util.Set;

/**
 * Keeps each snapshot's whole tree in {@code tree/}. While it is active it is a copy of its own, since a write through
 * a hard link would change the parent; a commit makes links of the files that did not change, so a file takes space
 * once in a stack of layers.
 */
final class HardLinkDriver implements StorageDriver {
    private static final String TREE = "tree";
    private static final int ROOT_MODE = 0755;

    private final Set<DriverCapability> capabilities;

    HardLinkDriver(Set<DriverCapability> capabilities) {
        this.capabilities = Set.copyOf(capabilities);
    }

    @Override
    public String name() {
        return "hard-link";
    }

    @Override
    public Set<DriverCapability> capabilities() {
        return capabilities;
    }

    @Override
    public void create(SnapshotDirectory snapshot) throws IOException {
        if (isLook(snapshot)) {
            return; // shows its parent's tree
        }
        try (Fd directory = open(snapshot.path())) {
            Links.mkdirAt(directory, TREE, ROOT_MODE);
            Attributes.chmodAt(directory, TREE, ROOT_MODE); // whatever the umask
        }
        if (!snapshot.parents().isEmpty()) {
            try (Fd from = open(tree(snapshot.parents().getFirst()));
                    Fd to = open(tree(snapshot.path()))) {
                TreeCopy.copy(from, to, CopyOptions.DEFAULT);
            }
        }
    }

    @Override
    public List<Mount> mounts(SnapshotDirectory snapshot) {
        return switch (snapshot.kind()) {
            case ACTIVE -> List.of(bind(snapshot.path(), "rw"));
            case VIEW -> List.of(bind(isLook(snapshot) ? snapshot.parents().getFirst() : snapshot.path(), "ro"));
            case COMMITTED -> throw new IllegalArgumentException("a committed snapshot has no mounts; use a view");
        };
    }

    @Override
    public ApplyTarget applyTarget(SnapshotDirectory snapshot) {
        return new ApplyTarget.MergedTree(tree(snapshot.path()));
    }

    @Override
    public void commit(SnapshotDirectory snapshot) throws IOException {
        Optional<SnapshotDirectory> parent = snapshot.parent();
        if (parent.isPresent()) {
            try (Fd below = open(tree(parent.get().path()));
                    Fd directory = open(snapshot.path());
                    Fd own = open(tree(snapshot.path()))) {
                UnchangedFiles.link(below, own, directory);
            }
        }
    }

    @Override
    public Usage usage(SnapshotDirectory snapshot) throws IOException {
        if (isLook(snapshot)) {
            return Usage.NONE;
        }
        try (Fd own = open(tree(snapshot.path()))) {
            return TreeUsage.of(own); // what is shared with the parent cannot be told from what is not
        }
    }

    @Override
    public void delete(Path directory) throws IOException {
        TreeRemover.remove(directory);
    }

    private static boolean isLook(SnapshotDirectory snapshot) {
        return snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty();
    }

    private static Mount bind(Path snapshot, String access) {
        return new Mount("bind", tree(snapshot).toString(), List.of("rbind", access));
    }

    private static Path tree(Path snapshot) {
        return snapshot.resolve(TREE);
    }

    private static Fd open(Path path) throws IOException {
        return Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }
}
