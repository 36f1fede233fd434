package io.jfs.core.store;

import io.jfs.core.SnapshotKey;
import java.io.IOException;

/** A request that the store refuses; nothing was changed. The text names the snapshot. */
public abstract sealed class SnapshotException extends IOException
        permits InvalidUpdateException,
                SnapshotBusyException,
                SnapshotExistsException,
                SnapshotNotFoundException,
                SnapshotStateException {
    private static final long serialVersionUID = 1;

    private final String key;

    SnapshotException(SnapshotKey key, String problem) {
        super("snapshot " + key + ": " + problem);
        this.key = key.text();
    }

    /** The snapshot that the request was about. */
    public SnapshotKey key() {
        return new SnapshotKey(key);
    }
}
