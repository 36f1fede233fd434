package io.jfs.core.store;

import io.jfs.core.SnapshotKey;

/** The snapshot has children. The text holds the word {@code remove}: clients of containerd look for it. */
public final class SnapshotBusyException extends SnapshotException {
    private static final long serialVersionUID = 1;

    SnapshotBusyException(SnapshotKey key, SnapshotKey child) {
        super(key, "cannot remove it: it has children, such as " + child);
    }
}
