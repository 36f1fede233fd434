package io.jfs.driver.btrfs;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.tree.InodeKey;
import io.jfs.core.tree.TreeUsage;
import io.jfs.driver.btrfs.NativeDiff.Still;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.btrfs.SubvolumeInfo;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * What a snapshot occupies beyond its parent: its files that the parent has not, or not so, an inode with several names
 * once. Where quotas are on, the bytes are those that btrfs counts.
 *
 * <p>To count an active one is to make a snapshot of it, so the answer is kept for as long as the subvolume's
 * generation is the same: who asks for all of them every few seconds, as Kubernetes does, pays for those that are
 * written. Thread-safe.
 */
final class Occupied {
    /** {@code st_blocks} counts units of 512 bytes, whatever the filesystem's block size; stat(2). */
    private static final long BLOCK = 512;

    private static final int MOST_KNOWN = 4096;

    /** Guarded by itself. */
    private final SequencedMap<UUID, Known> active = new LinkedHashMap<>();

    /** What there was in the transaction of this number, the last that changed the subvolume. */
    private record Known(long generation, Usage usage) {}

    Usage of(SnapshotDirectory snapshot) throws IOException {
        try (Fd directory = Layout.open(snapshot.path());
                Fd tree = Layout.openAt(directory, Layout.TREE)) {
            boolean counts = QuotaGroups.areOn(tree);
            boolean changes = snapshot.kind() != SnapshotKind.COMMITTED;
            if (counts || changes) {
                QuotaGroups.sync(tree); // neither the counters nor the generation know what is not committed yet
            }
            SubvolumeInfo info = Subvolumes.info(tree);
            Optional<Long> counted = counts ? QuotaGroups.exclusive(tree, info.id()) : Optional.empty();
            Usage files = changes ? known(snapshot, tree, info) : files(snapshot, tree);
            return counted.isPresent() ? new Usage(counted.get(), files.inodes()) : files;
        }
    }

    private Usage known(SnapshotDirectory snapshot, Fd tree, SubvolumeInfo info) throws IOException {
        Known known;
        synchronized (active) {
            known = active.get(info.uuid());
        }
        if (known != null && known.generation == info.generation()) {
            return known.usage;
        }
        Optional<Known> found = changed(snapshot);
        if (found.isEmpty()) {
            return TreeUsage.of(tree);
        }
        keep(info.uuid(), found.get());
        return found.get().usage;
    }

    private void keep(UUID subvolume, Known known) {
        synchronized (active) {
            active.remove(subvolume);
            if (active.size() == MOST_KNOWN) {
                active.pollFirstEntry();
            }
            active.put(subvolume, known);
        }
    }

    private static Usage files(SnapshotDirectory snapshot, Fd tree) throws IOException {
        Optional<Known> found = changed(snapshot);
        return found.isPresent() ? found.get().usage : TreeUsage.of(tree);
    }

    /** What differs from the parent; empty if btrfs cannot tell, or there is none. */
    private static Optional<Known> changed(SnapshotDirectory snapshot) throws IOException {
        Optional<SnapshotDirectory> parent = snapshot.parent();
        if (parent.isEmpty()) {
            return Optional.empty();
        }
        try (Still before = Still.of(parent.get());
                Still after = Still.of(snapshot)) {
            Sum sum = new Sum(after.root());
            // The transaction that made the snapshot is one that changed what it was made of.
            return NativeDiff.changes(before, after, sum::add)
                    ? Optional.of(new Known(Subvolumes.info(after.root()).generation(), sum.usage()))
                    : Optional.empty();
        }
    }

    private static final class Sum {
        private final Fd tree;
        private final Set<InodeKey> seen = new HashSet<>();
        private long blocks;
        private long inodes;

        Sum(Fd tree) {
            this.tree = tree;
        }

        void add(Change change) throws IOException {
            if (change.kind() == ChangeKind.DELETED) {
                return;
            }
            String path = change.path().substring(1);
            Optional<FileStat> stat = Stat.find(tree, path.isEmpty() ? "." : path);
            if (stat.isPresent() && seen.add(InodeKey.of(stat.get()))) {
                blocks += stat.get().blocks();
                inodes++;
            }
        }

        Usage usage() {
            return new Usage(blocks * BLOCK, inodes);
        }
    }
}
