package io.jfs.core.store;

import io.jfs.core.SnapshotKey;
import io.jfs.core.Usage;
import java.util.Map;
import java.util.Optional;

/**
 * How to commit.
 *
 * @param labels all labels of the committed snapshot; those of the active one are not inherited
 * @param parent the parent of a snapshot prepared without one (rebase); needs
 *     {@link io.jfs.core.driver.DriverCapability#REBASE}
 * @param usage what the snapshot occupies, if the caller counted while writing; otherwise the driver is asked
 * @param sync what reaches the disk first
 */
public record CommitOptions(
        Map<String, String> labels, Optional<SnapshotKey> parent, Optional<Usage> usage, SyncPolicy sync) {
    /** No labels, the parent of prepare, the driver's own count, {@link SyncPolicy#FILESYSTEM}. */
    public static final CommitOptions DEFAULT =
            new CommitOptions(Map.of(), Optional.empty(), Optional.empty(), SyncPolicy.FILESYSTEM);

    public CommitOptions {
        labels = Map.copyOf(labels);
    }

    /** The same with these labels. */
    public CommitOptions withLabels(Map<String, String> all) {
        return new CommitOptions(all, parent, usage, sync);
    }

    /** The same with a parent given at commit. */
    public CommitOptions withParent(SnapshotKey name) {
        return new CommitOptions(labels, Optional.of(name), usage, sync);
    }

    /** The same with a count made by the caller. */
    public CommitOptions withUsage(Usage counted) {
        return new CommitOptions(labels, parent, Optional.of(counted), sync);
    }

    /** The same with another sync policy. */
    public CommitOptions withSync(SyncPolicy policy) {
        return new CommitOptions(labels, parent, usage, policy);
    }
}
