package io.jfs.driver.btrfs;

import io.jfs.core.SnapshotKind;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.diff.EditedTree;
import io.jfs.core.diff.GuidedWalk;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import io.jfs.linux.btrfs.InodePaths;
import io.jfs.linux.btrfs.Send;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Finds the changes between two snapshots of one lineage by what btrfs itself knows to differ: the stream of
 * BTRFS_IOC_SEND without file data says which names to look at, and only those are compared.
 */
final class NativeDiff {
    private static final System.Logger LOG = System.getLogger(NativeDiff.class.getName());

    private NativeDiff() {}

    /** As {@link io.jfs.core.driver.StorageDriver#diff(SnapshotDirectory, SnapshotDirectory, ChangeConsumer)}. */
    static boolean changes(SnapshotDirectory from, SnapshotDirectory to, ChangeConsumer changes) throws IOException {
        if (!areRelated(from, to)) {
            return false;
        }
        try (Still before = Still.of(from);
                Still after = Still.of(to)) {
            return changes(before, after, changes);
        }
    }

    /** As above, between two that are related. */
    static boolean changes(Still before, Still after, ChangeConsumer changes) throws IOException {
        return !before.hasSubvolumes() && !after.hasSubvolumes() && changes(before.root(), after.root(), changes);
    }

    /** Without a common ancestor nothing is shared, and a double walk costs no more. */
    private static boolean areRelated(SnapshotDirectory from, SnapshotDirectory to) {
        return !Collections.disjoint(line(from), line(to));
    }

    private static List<Path> line(SnapshotDirectory snapshot) {
        List<Path> line = new ArrayList<>(snapshot.parents());
        line.add(snapshot.path());
        return line;
    }

    private static boolean changes(Fd before, Fd after, ChangeConsumer changes) throws IOException {
        EditedTree edits;
        try (InputStream stream = send(before, after)) {
            edits = SendStream.read(stream);
        } catch (ErrnoException e) {
            // A balance under way, paths too long for the stream, no privilege: all of them only cost time.
            LOG.log(System.Logger.Level.DEBUG, "changes are found by a double walk: {0}", e.getMessage());
            return false;
        }
        return GuidedWalk.changes(
                new GuidedWalk.Tree(before, inode -> InodePaths.of(before, inode)),
                new GuidedWalk.Tree(after, inode -> InodePaths.of(after, inode)),
                edits,
                changes);
    }

    /** By way of an unnamed file, so that neither side waits for the other. */
    private static InputStream send(Fd before, Fd after) throws IOException {
        Fd file = Open.open(Path.of(System.getProperty("java.io.tmpdir")), Open.O_TMPFILE | Open.O_RDWR, 0600);
        try {
            Send.changes(after, Subvolumes.info(before).id(), file);
            return new BufferedInputStream(FileIo.inputStream(file), 1 << 16);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * A snapshot that does not change while it is looked at: a committed one as it is, of an active one a read-only
     * snapshot that is removed in the end. One that a kill leaves behind lies in the active snapshot's directory and is
     * removed by its commit or with it.
     */
    record Still(Fd directory, String name, Fd root, boolean isOwn) implements AutoCloseable {
        static Still of(SnapshotDirectory snapshot) throws IOException {
            Fd directory = Layout.open(snapshot.path());
            try {
                if (snapshot.kind() == SnapshotKind.COMMITTED) {
                    return new Still(directory, Layout.TREE, Layout.openAt(directory, Layout.TREE), false);
                }
                String name = Layout.TEMPORARY_PREFIX + UUID.randomUUID();
                try (Fd tree = Layout.openAt(directory, Layout.TREE)) {
                    Subvolumes.snapshot(tree, directory, name, true);
                }
                return new Still(directory, name, Layout.openAt(directory, name), true);
            } catch (IOException e) {
                directory.close();
                throw e;
            }
        }

        /** Those of an active snapshot are empty directories in its snapshot, so the tree itself is asked. */
        boolean hasSubvolumes() throws IOException {
            try (Fd tree = Layout.openAt(directory, Layout.TREE)) {
                return !Subvolumes.children(directory, Subvolumes.info(tree).id())
                        .isEmpty();
            }
        }

        @Override
        public void close() throws IOException {
            try (directory) {
                root.close();
                if (isOwn) {
                    Subtrees.destroy(directory, name);
                }
            }
        }
    }
}
