package io.jfs.image.migrate;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How deep committed snapshots lie. */
final class Lineage {
    private final Map<SnapshotKey, Optional<SnapshotKey>> parents = new HashMap<>();

    Lineage(List<SnapshotInfo> snapshots) {
        snapshots.forEach(info -> parents.put(info.key(), info.parent()));
    }

    /** How many snapshots are below. */
    int depth(SnapshotInfo snapshot) {
        int depth = 0;
        Optional<SnapshotKey> at = snapshot.parent();
        while (at.isPresent()) {
            depth++;
            at = parents.getOrDefault(at.get(), Optional.empty());
        }
        return depth;
    }
}
