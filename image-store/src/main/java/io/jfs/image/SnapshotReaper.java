package io.jfs.image;

import io.jfs.core.ChainId;
import io.jfs.core.LayerId;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotBusyException;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.layout.Layout;
import io.jfs.image.unpack.ChainLocks;
import io.jfs.image.unpack.Unpacker;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes unpacked layers that no image needs. One that is in use stays: by a container, by a layer on top of it, or by
 * a process that is just unpacking upon it.
 */
final class SnapshotReaper {
    private final Layout layout;
    private final StoreRoot root;
    private final SnapshotStore store;

    SnapshotReaper(Layout layout, StoreRoot root, SnapshotStore store) {
        this.layout = layout;
        this.root = root;
        this.store = store;
    }

    /**
     * What became of the candidates.
     *
     * @param removed gone
     * @param kept needed by no image, but in use
     * @param bytes what those that are gone were recorded to occupy
     */
    record Reaped(List<SnapshotKey> removed, List<SnapshotKey> kept, long bytes) {}

    /** @param candidates chains, each after those that it is built upon */
    Reaped reap(List<SnapshotKey> candidates) throws IOException {
        Set<SnapshotKey> needed = new HashSet<>();
        for (Image image : new ImageCatalog(layout).images()) {
            image.chain().forEach(chain -> needed.add(SnapshotKey.of(chain)));
        }
        List<SnapshotKey> removed = new ArrayList<>();
        List<SnapshotKey> kept = new ArrayList<>();
        long bytes = 0;
        try (ChainLocks locks = new ChainLocks(root.locks(), store.driver().name())) {
            for (SnapshotKey chain : candidates.reversed()) {
                if (needed.contains(chain)) {
                    continue;
                }
                Optional<Usage> usage = usage(chain);
                if (usage.isEmpty()) {
                    continue;
                }
                if (remove(chain, chain, locks)) {
                    removed.add(chain);
                    bytes += usage.get().bytes();
                } else {
                    kept.add(chain);
                }
            }
        }
        if (!removed.isEmpty()) {
            store.cleanup();
        }
        return new Reaped(removed, kept, bytes);
    }

    /** Empty if there is no such snapshot. */
    private Optional<Usage> usage(SnapshotKey chain) throws IOException {
        try {
            return Optional.of(store.usage(chain));
        } catch (SnapshotNotFoundException _) {
            return Optional.empty();
        }
    }

    private boolean remove(SnapshotKey chain, SnapshotKey snapshot, ChainLocks locks) throws IOException {
        if (!locks.tryExclusive(chain)) {
            return false;
        }
        try {
            store.remove(snapshot);
            return true;
        } catch (SnapshotBusyException _) {
            return false;
        } catch (SnapshotNotFoundException _) {
            return true;
        } finally {
            locks.release(chain);
        }
    }

    /**
     * All unpacked layers of the store, parents first, and with them the removal of extractions whose process died:
     * what is extracted for a chain is only touched by the holder of the chain's lock.
     */
    List<SnapshotKey> unpackedLayers() throws IOException {
        List<SnapshotInfo> layers = new ArrayList<>();
        List<SnapshotKey> extractions = new ArrayList<>();
        store.walk(Filter.ALL, info -> {
            if (info.kind() == SnapshotKind.COMMITTED && info.labels().containsKey(Unpacker.DIFF_ID_LABEL)) {
                layers.add(info);
            } else if (info.kind() == SnapshotKind.ACTIVE && info.key().text().startsWith(Unpacker.EXTRACT_PREFIX)) {
                extractions.add(info.key());
            }
        });
        removeAbandoned(extractions);
        return parentsFirst(layers);
    }

    private void removeAbandoned(List<SnapshotKey> extractions) throws IOException {
        try (ChainLocks locks = new ChainLocks(root.locks(), store.driver().name())) {
            for (SnapshotKey extraction : extractions) {
                int blank = extraction.text().indexOf(' ');
                SnapshotKey chain = new SnapshotKey(extraction.text().substring(blank + 1));
                if (blank > 0) {
                    remove(chain, extraction, locks);
                }
            }
        }
        if (!extractions.isEmpty()) {
            store.cleanup();
        }
    }

    private static List<SnapshotKey> parentsFirst(List<SnapshotInfo> layers) {
        Map<SnapshotKey, SnapshotInfo> byName = new HashMap<>();
        layers.forEach(layer -> byName.put(layer.key(), layer));
        Set<SnapshotKey> ordered = new LinkedHashSet<>();
        for (SnapshotInfo layer : layers) {
            Deque<SnapshotKey> line = new ArrayDeque<>();
            Optional<SnapshotInfo> next = Optional.of(layer);
            while (next.isPresent() && !ordered.contains(next.get().key())) {
                line.push(next.get().key());
                next = next.get().parent().map(byName::get);
            }
            ordered.addAll(line);
        }
        return List.copyOf(ordered);
    }

    /** Whether a container or a view stands on the snapshot. */
    static boolean isInUse(SnapshotStore store, SnapshotKey name) throws IOException {
        if (store.find(name).isEmpty()) {
            return false;
        }
        for (SnapshotKey child : store.children(name)) {
            Optional<SnapshotInfo> info = store.find(child);
            if (info.isPresent() && info.get().kind() != SnapshotKind.COMMITTED) {
                return true;
            }
        }
        return false;
    }

    /** What unpacked layers were recorded to occupy. */
    static long unpackedSize(List<LayerId> diffIds, SnapshotStore store) throws IOException {
        long bytes = 0;
        for (ChainId chain : ChainId.chainOf(diffIds)) {
            bytes += store.usage(SnapshotKey.of(chain)).bytes();
        }
        return bytes;
    }

    /** The chains of an image, bottom first. */
    static List<SnapshotKey> chains(Image image) {
        return image.chain().stream().map(SnapshotKey::of).toList();
    }
}
