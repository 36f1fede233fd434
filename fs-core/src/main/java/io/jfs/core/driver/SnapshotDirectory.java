package io.jfs.core.driver;

import io.jfs.core.SnapshotKind;
import java.nio.file.Path;
import java.util.List;

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
}
