package io.jfs.core.store;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot as the metadata holds it.
 *
 * @param key its key or name
 * @param id also its directory's name
 * @param kind what it is for
 * @param parent the name of the snapshot right below
 * @param ancestors the snapshots below, nearest first. They never change while this one exists, since a committed
 *     snapshot with children cannot be removed; so no request walks the chain
 * @param created nanoseconds
 * @param updated nanoseconds
 * @param usage known for a committed snapshot
 * @param labels no empty values
 */
record SnapshotRecord(
        SnapshotKey key,
        SnapshotId id,
        SnapshotKind kind,
        Optional<SnapshotKey> parent,
        List<SnapshotId> ancestors,
        Instant created,
        Instant updated,
        Optional<Usage> usage,
        Map<String, String> labels) {
    SnapshotRecord {
        ancestors = List.copyOf(ancestors);
        labels = Map.copyOf(labels);
    }

    SnapshotInfo info() {
        return new SnapshotInfo(key, id, parent, kind, created, updated, labels);
    }

    /** The number of the parent, 0 without one: what the index of children is sorted by. */
    long parentNumber() {
        return ancestors.isEmpty() ? 0 : ancestors.getFirst().number();
    }

    SnapshotRecord withLabels(Map<String, String> all, Instant now) {
        return new SnapshotRecord(key, id, kind, parent, ancestors, created, now, usage, all);
    }
}
