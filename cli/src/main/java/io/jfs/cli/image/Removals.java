package io.jfs.cli.image;

import io.jfs.cli.session.Session;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.RemoveResult;
import java.io.IOException;
import java.util.Optional;

/** What {@code rmi} and {@code prune} share. */
public final class Removals {
    private Removals() {}

    /** The snapshots to remove unpacked layers from, if any were ever made. */
    public static Optional<SnapshotStore> unpacked(Session session) throws IOException {
        return session.driversInUse().isEmpty() ? Optional.empty() : Optional.of(session.snapshots());
    }

    /** Docker's lines: {@code Untagged:} and {@code Deleted:}. */
    public static void print(Session session, RemoveResult result) {
        result.untagged().forEach(name -> session.out().line("Untagged: " + name.familiar()));
        result.deletedImages().forEach(id -> session.out().line("Deleted: " + id));
        result.deletedSnapshots().forEach(layer -> session.out().line("Deleted: " + layer));
        if (!result.keptSnapshots().isEmpty()) {
            session.err()
                    .line("hint: " + result.keptSnapshots().size()
                            + " unpacked layers stay, because they are in use: see 'jfs mount' and 'jfs snapshot ls'");
        }
    }
}
