package io.jfs.core;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the store knows of a snapshot.
 *
 * @param key its key, or for a committed snapshot its name
 * @param id its number
 * @param parent the name of the committed snapshot below it
 * @param kind what it is for
 * @param created when it was made, to the nanosecond; for a committed snapshot when it was committed
 * @param updated when its labels last changed, to the nanosecond; equal to {@code created} at first
 * @param labels immutable
 */
public record SnapshotInfo(
        SnapshotKey key,
        SnapshotId id,
        Optional<SnapshotKey> parent,
        SnapshotKind kind,
        Instant created,
        Instant updated,
        Map<String, String> labels) {
    public SnapshotInfo {
        labels = Map.copyOf(labels);
    }
}
