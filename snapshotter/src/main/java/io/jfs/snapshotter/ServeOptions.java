package io.jfs.snapshotter;

import io.jfs.core.store.SyncPolicy;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How to serve.
 *
 * @param sync what reaches the disk before a commit is answered
 * @param status where metrics and health are answered by HTTP, if they are wanted
 */
public record ServeOptions(SyncPolicy sync, Optional<InetSocketAddress> status) {
    /** Commits are whole after a power loss; no metrics. */
    public static final ServeOptions DEFAULT = new ServeOptions(SyncPolicy.FILESYSTEM, Optional.empty());
}
