package io.jfs.core.store;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKind;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.diff.DoubleWalk;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.mount.Mounter;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at whole trees of snapshots, read-only, without a mount point. */
final class Trees {

    private final StoreRoot root;
    private final Directories directories;
    private final StorageDriver driver;

    Trees(StoreRoot root, Directories directories, StorageDriver driver) {
        this.root = root;
        this.directories = directories;
        this.driver = driver;
    }

    /**
     * The merged tree as a directory of a detached read-only mount.
     *
     * <p>An active snapshot may be mounted elsewhere, and an overlay's upper directory must not be mounted twice as
     * such. So every snapshot is looked at as a view whose nearest parent is the snapshot itself.
     */
    Fd open(SnapshotRecord record) throws IOException {
        List<SnapshotId> layers = new ArrayList<>(record.ancestors());
        if (record.kind() != SnapshotKind.VIEW || layers.isEmpty()) {
            layers.addFirst(record.id());
        }
        return openFirst(driver.looks(directories.of(record, SnapshotKind.VIEW, layers)));
    }

    private static Fd openFirst(List<Mount> looks) throws IOException {
        IOException failure = new IOException("the driver has no way to look at the snapshot");
        for (int i = 0; i < looks.size(); i++) {
            try {
                return open(looks.get(i));
            } catch (IOException e) {
                if (i > 0) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure;
    }

    private static Fd open(Mount look) throws IOException {
        if (look.type().equals("bind")) {
            // Nothing to merge. Opened for reading, so this needs no mount and works for a plain user too.
            return Open.open(Path.of(look.source()), Open.O_RDONLY | Open.O_DIRECTORY, 0);
        }
        return Mounter.openDetached(List.of(look));
    }

    /** The changes of a snapshot against its parent, the quick way if the driver has one. */
    void diff(SnapshotRecord record, Optional<SnapshotRecord> parent, ChangeConsumer changes) throws IOException {
        if (record.kind() == SnapshotKind.VIEW) {
            return;
        }
        if (!found(driver.diff(directories.of(record), changes), record)) {
            walk(parent, record, changes);
        }
    }

    /** The changes between any two snapshots, or from the empty tree, the quick way if the driver has one. */
    void diff(Optional<SnapshotRecord> from, SnapshotRecord to, ChangeConsumer changes) throws IOException {
        Optional<SnapshotDirectory> before = from.flatMap(this::content);
        Optional<SnapshotDirectory> after = content(to);
        boolean found = before.isPresent() && after.isPresent() && driver.diff(before.get(), after.get(), changes);
        if (!found(found, to)) {
            walk(from, to, changes);
        }
    }

    private boolean found(boolean byDriver, SnapshotRecord record) {
        // Found here, since finding a logger looks into every jar.
        System.getLogger(Trees.class.getName())
                .log(
                        Level.DEBUG,
                        "changes of {0}: {1}",
                        record.key(),
                        byDriver ? "driver " + driver.name() + " knows them" : "by a walk of both trees");
        return byDriver;
    }

    /** The snapshot whose tree it is: a view has none of its own. */
    private Optional<SnapshotDirectory> content(SnapshotRecord record) {
        if (record.kind() != SnapshotKind.VIEW) {
            return Optional.of(directories.of(record));
        }
        return directories.of(record).parent();
    }

    private void walk(Optional<SnapshotRecord> from, SnapshotRecord to, ChangeConsumer changes) throws IOException {
        try (Fd before = from.isPresent() ? open(from.get()) : openEmpty();
                Fd after = open(to)) {
            DoubleWalk.changes(before, after, changes);
        }
    }

    private Fd openEmpty() throws IOException {
        return Open.open(root.emptyDirectory(), Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }
}
