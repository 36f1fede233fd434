/**
 * A {@link io.jfs.core.store.SnapshotStore} as containerd's snapshots service, version 1, over a Unix socket.
 * {@link io.jfs.snapshotter.SnapshotServer} is the place to start.
 */
@NullMarked
package io.jfs.snapshotter;

import org.jspecify.annotations.NullMarked;
