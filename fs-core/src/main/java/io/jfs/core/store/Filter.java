package io.jfs.core.store;

import io.jfs.core.SnapshotInfo;
import java.util.List;

/** Which snapshots, in containerd's filter language. */
public final class Filter {
    /** Every snapshot. */
    public static final Filter ALL = parse(List.of());

    private Filter() {}

    /** @throws IllegalArgumentException if a filter is malformed */
    public static Filter parse(List<String> alternatives) {
        return new Filter();
    }

    public boolean matches(SnapshotInfo snapshot) {
        return true;
    }
}
