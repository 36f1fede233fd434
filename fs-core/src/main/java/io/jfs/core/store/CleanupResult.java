package io.jfs.core.store;

import io.jfs.core.Usage;
import java.util.List;

/**
 * What {@link SnapshotStore#cleanup} did.
 *
 * @param snapshots how many directories of removed snapshots were deleted
 * @param orphans how many leftovers of processes that died were deleted
 * @param freed what the removed committed snapshots were recorded to occupy; nothing else is measured
 * @param failures one line each for what could not be deleted; it is tried again by the next cleanup
 */
public record CleanupResult(long snapshots, long orphans, Usage freed, List<String> failures) {
    public CleanupResult {
        failures = List.copyOf(failures);
    }
}
