package io.jfs.snapshotter;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.store.CleanupResult;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.SyncPolicy;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The snapshots of one store that containerd knows of: those that it made, and layers of jfs's own images that were
 * lent to it. containerd's garbage collection removes whatever it is shown and has no record of, so it is shown nothing
 * else. A label tells which; no client sees that label or can set it.
 */
final class ServedSnapshots {
    private final SnapshotStore store;
    private final SyncPolicy sync;
    private final LentLayers lent;

    ServedSnapshots(SnapshotStore store, SyncPolicy sync) {
        this.store = store;
        this.sync = sync;
        this.lent = new LentLayers(store);
    }

    List<Mount> prepare(SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels) throws IOException {
        requireServed(parent);
        Optional<String> target = Optional.ofNullable(labels.get(OwnLabels.TARGET));
        if (target.isPresent() && isHere(target.get(), parent)) {
            throw RefusedException.alreadyHere(target.get());
        }
        return store.prepare(key, parent, OwnLabels.made(labels));
    }

    List<Mount> view(SnapshotKey key, Optional<SnapshotKey> parent, Map<String, String> labels) throws IOException {
        requireServed(parent);
        return store.view(key, parent, OwnLabels.made(labels));
    }

    /** Whether a committed snapshot can take the place of what would be downloaded and unpacked for a chain. */
    private boolean isHere(String chain, Optional<SnapshotKey> parent) throws IOException {
        boolean[] found = {false};
        store.walk(OwnLabels.target(chain), info -> found[0] |= isTarget(info, parent));
        return found[0] || lent.lend(chain, parent);
    }

    private static boolean isTarget(SnapshotInfo info, Optional<SnapshotKey> parent) {
        return info.kind() == SnapshotKind.COMMITTED
                && info.parent().equals(parent)
                && OwnLabels.isServed(info.labels());
    }

    List<Mount> mounts(SnapshotKey key) throws IOException {
        served(key);
        return store.mounts(key);
    }

    void commit(SnapshotKey name, SnapshotKey key, Map<String, String> labels, Optional<SnapshotKey> parent)
            throws IOException {
        served(key);
        requireServed(parent);
        store.commit(name, key, new CommitOptions(OwnLabels.made(labels), parent, Optional.empty(), sync));
    }

    void remove(SnapshotKey key) throws IOException {
        SnapshotInfo info = served(key);
        if (OwnLabels.isLent(info.labels())) {
            lent.takeBack(key);
        } else {
            store.remove(key);
        }
    }

    SnapshotInfo stat(SnapshotKey key) throws IOException {
        return shown(served(key));
    }

    SnapshotInfo update(SnapshotKey key, Map<String, String> labels, List<String> fieldMask) throws IOException {
        OwnLabels.requireNotNamed(fieldMask);
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(OwnLabels.ownOf(served(key).labels()));
        return shown(store.update(key, all, fieldMask));
    }

    void list(Filter filter, Consumer<SnapshotInfo> consumer) throws IOException {
        store.walk(filter, info -> {
            if (OwnLabels.isServed(info.labels())) {
                consumer.accept(shown(info));
            }
        });
    }

    Usage usage(SnapshotKey key) throws IOException {
        served(key);
        return store.usage(key);
    }

    CleanupResult cleanup() throws IOException {
        return store.cleanup();
    }

    private void requireServed(Optional<SnapshotKey> parent) throws IOException {
        if (parent.isPresent()) {
            served(parent.get());
        }
    }

    private SnapshotInfo served(SnapshotKey key) throws IOException {
        return store.find(key)
                .filter(info -> OwnLabels.isServed(info.labels()))
                .orElseThrow(() -> RefusedException.notFound(key.text()));
    }

    private static SnapshotInfo shown(SnapshotInfo info) {
        return new SnapshotInfo(
                info.key(),
                info.id(),
                info.parent(),
                info.kind(),
                info.created(),
                info.updated(),
                OwnLabels.shown(info.labels()));
    }
}
