package io.jfs.core.driver;

import io.jfs.core.SnapshotKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot as a driver sees it: a directory of its own and those of its ancestors. Names, labels and times are the
 * store's business.
 *
 * @param kind what the snapshot is for
 * @param path the snapshot's directory, the driver's to fill
 * @param parents the directories of the committed snapshots below it, nearest first; empty for a bottom snapshot
 */
public record SnapshotDirectory(SnapshotKind kind, Path path, List<Path> parents) {
    public SnapshotDirectory {
        parents = List.copyOf(parents);
    }

    /** The nearest parent; empty for a bottom snapshot. */
    public Optional<SnapshotDirectory> parent() {
        return parents.isEmpty()
                ? Optional.empty()
                : Optional.of(new SnapshotDirectory(
                        SnapshotKind.COMMITTED, parents.getFirst(), parents.subList(1, parents.size())));
    }
}
