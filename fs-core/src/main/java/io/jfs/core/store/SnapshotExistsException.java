package io.jfs.core.store;

import io.jfs.core.SnapshotKey;

/** The key or name is in use: active, view and committed snapshots share one key space. */
public final class SnapshotExistsException extends SnapshotException {
    private static final long serialVersionUID = 1;

    SnapshotExistsException(SnapshotKey key) {
        super(key, "already exists");
    }
}
