package io.jfs.core.store;

import java.util.List;

/**
 * What {@link SnapshotStore#check} found.
 *
 * @param snapshots how many snapshots were looked at
 * @param problems one line each for a person: what is wrong, with which snapshot or directory
 */
public record CheckReport(long snapshots, List<String> problems) {
    public CheckReport {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return problems.isEmpty();
    }
}
