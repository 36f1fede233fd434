package io.jfs.core.store;

import io.jfs.core.SnapshotKey;

/** There is no snapshot of this key or name. */
public final class SnapshotNotFoundException extends SnapshotException {
    private static final long serialVersionUID = 1;

    SnapshotNotFoundException(SnapshotKey key) {
        super(key, "not found");
    }
}
