package io.jfs.core.store;

import io.jfs.core.SnapshotKey;

/**
 * The parent is not committed, or a parent was given at commit to a snapshot that cannot take one. A caller's mistake
 * (gRPC's {@code INVALID_ARGUMENT}), while a plain {@link SnapshotStateException} is a matter of the snapshot's state
 * ({@code FAILED_PRECONDITION}).
 */
public final class InvalidParentException extends SnapshotStateException {
    private static final long serialVersionUID = 1;

    InvalidParentException(SnapshotKey key, String problem) {
        super(key, problem);
    }
}
