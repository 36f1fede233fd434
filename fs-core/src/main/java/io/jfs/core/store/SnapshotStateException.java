package io.jfs.core.store;

import io.jfs.core.SnapshotKey;

/** The snapshot is of the wrong kind for what was asked, such as a commit of a view. */
public sealed class SnapshotStateException extends SnapshotException permits InvalidParentException {
    private static final long serialVersionUID = 1;

    SnapshotStateException(SnapshotKey key, String problem) {
        super(key, problem);
    }
}
