package io.jfs.driver.btrfs;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps each snapshot's whole tree in the subvolume {@code fs}: that of an active one is a writable snapshot of its
 * parent's, which a commit makes read-only. A view has none of its own, its mount is the parent's. So nothing costs
 * more for a larger tree.
 */
final class BtrfsDriver implements StorageDriver {
    static final String NAME = "btrfs";

    static final Set<DriverCapability> CAPABILITIES = Set.copyOf(EnumSet.of(
            DriverCapability.NATIVE_DIFF,
            DriverCapability.REFLINK,
            DriverCapability.QUOTA,
            DriverCapability.DIRECTORY_RENAME));

    private static final int ROOT_MODE = 0755;

    private final Occupied occupied = new Occupied();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<DriverCapability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void create(SnapshotDirectory snapshot) throws IOException {
        if (isLook(snapshot)) {
            return;
        }
        try (Fd directory = Layout.open(snapshot.path())) {
            if (snapshot.parents().isEmpty()) {
                Subvolumes.create(directory, Layout.TREE);
                Attributes.chmodAt(directory, Layout.TREE, ROOT_MODE);
            } else {
                try (Fd parent = Layout.open(Layout.tree(snapshot.parents().getFirst()))) {
                    Subvolumes.snapshot(parent, directory, Layout.TREE, false);
                }
            }
        }
    }

    /** Switches quotas on for the filesystem when they are first asked for; never off, others may rely on them. */
    @Override
    public void limit(SnapshotDirectory snapshot, long bytes) throws IOException {
        try (Fd tree = Layout.open(Layout.tree(snapshot.path()))) {
            QuotaGroups.turnOn(tree);
            QuotaGroups.limit(tree, Subvolumes.info(tree).id(), bytes);
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

    private static Mount bind(Path snapshot, String access) {
        return new Mount("bind", Layout.tree(snapshot).toString(), List.of("rbind", access));
    }

    @Override
    public ApplyTarget applyTarget(SnapshotDirectory snapshot) {
        return new ApplyTarget.MergedTree(Layout.tree(snapshot.path()));
    }

    @Override
    public void commit(SnapshotDirectory snapshot) throws IOException {
        Commit.commit(snapshot.path());
    }

    @Override
    public Usage usage(SnapshotDirectory snapshot) throws IOException {
        return isLook(snapshot) ? Usage.NONE : occupied.of(snapshot);
    }

    @Override
    public boolean diff(SnapshotDirectory snapshot, ChangeConsumer changes) throws IOException {
        Optional<SnapshotDirectory> parent = snapshot.parent();
        return parent.isPresent() && NativeDiff.changes(parent.get(), snapshot, changes);
    }

    @Override
    public boolean diff(SnapshotDirectory from, SnapshotDirectory to, ChangeConsumer changes) throws IOException {
        return NativeDiff.changes(from, to, changes);
    }

    @Override
    public void delete(Path directory) throws IOException {
        try (Fd opened = Layout.open(directory)) {
            for (String name : Subtrees.in(opened)) {
                Subtrees.destroy(opened, name);
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        TreeRemover.remove(directory);
    }

    private static boolean isLook(SnapshotDirectory snapshot) {
        return snapshot.kind() == SnapshotKind.VIEW && !snapshot.parents().isEmpty();
    }
}
