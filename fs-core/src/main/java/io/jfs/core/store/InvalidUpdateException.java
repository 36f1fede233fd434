package io.jfs.core.store;

import io.jfs.core.SnapshotKey;

/** A field that cannot be changed, or a label that is too long. */
public final class InvalidUpdateException extends SnapshotException {
    private static final long serialVersionUID = 1;

    InvalidUpdateException(SnapshotKey key, String problem) {
        super(key, problem);
    }
}
