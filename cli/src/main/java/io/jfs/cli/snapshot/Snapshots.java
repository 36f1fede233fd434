package io.jfs.cli.snapshot;

import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots of the driver in use; none if there is no store yet, for a list must not make one.
 *
 * @param store absent if there is none yet
 */
record Snapshots(Optional<SnapshotStore> store) {

    static Snapshots open(Session session) throws IOException {
        return new Snapshots(session.hasStore() ? Optional.of(session.snapshots()) : Optional.empty());
    }

    /** The snapshots that match, oldest first. */
    List<SnapshotInfo> list(Filter filter) throws IOException {
        List<SnapshotInfo> found = new ArrayList<>();
        if (store.isPresent()) {
            store.get().walk(filter, found::add);
        }
        found.sort(Comparator.comparing(SnapshotInfo::created)
                .thenComparingLong(info -> info.id().number()));
        return found;
    }
}
