package io.jfs.driver.btrfs;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.tree.InodeKey;
import io.jfs.core.tree.TreeUsage;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a snapshot occupies beyond its parent: its files that the parent has not, or not so, an inode with several names
 * once. Where quotas are on, the bytes are those that btrfs counts.
 */
final class Occupied {
    /** {@code st_blocks} counts units of 512 bytes, whatever the filesystem's block size; stat(2). */
    private static final long BLOCK = 512;

    private Occupied() {}

    static Usage of(SnapshotDirectory snapshot) throws IOException {
        try (Fd directory = Layout.open(snapshot.path());
                Fd tree = Layout.openAt(directory, Layout.TREE)) {
            Usage files = files(snapshot, tree);
            Optional<Long> counted = counted(tree);
            return counted.isPresent() ? new Usage(counted.get(), files.inodes()) : files;
        }
    }

    private static Usage files(SnapshotDirectory snapshot, Fd tree) throws IOException {
        Optional<SnapshotDirectory> parent = snapshot.parent();
        Sum sum = new Sum(tree);
        if (parent.isPresent() && NativeDiff.changes(parent.get(), snapshot, sum::add)) {
            return new Usage(sum.blocks * BLOCK, sum.inodes);
        }
        return TreeUsage.of(tree);
    }

    private static Optional<Long> counted(Fd tree) throws IOException {
        if (!QuotaGroups.areOn(tree)) {
            return Optional.empty();
        }
        QuotaGroups.sync(tree);
        return QuotaGroups.exclusive(tree, Subvolumes.info(tree).id());
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
    }
}
