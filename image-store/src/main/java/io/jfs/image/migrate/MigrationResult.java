package io.jfs.image.migrate;

import io.jfs.core.SnapshotKey;
import java.util.List;

/**
 * What a migration did.
 *
 * @param moved committed snapshots that it made with the new driver
 * @param present that were there already, perhaps by a migration that was interrupted
 * @param removed committed snapshots of the old driver that it removed
 * @param kept those that it could not remove, since an active snapshot or a view is on top of them
 */
public record MigrationResult(int moved, int present, int removed, List<SnapshotKey> kept) {
    public MigrationResult {
        kept = List.copyOf(kept);
    }
}
