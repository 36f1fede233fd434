package io.jfs.image;

import io.jfs.core.ChainId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotBusyException;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.layout.Layout;
import io.jfs.image.unpack.ChainLocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes unpacked layers that no image needs. One that is in use stays: by a container, by a layer on top of it, or by a
 * process that is just unpacking upon it.
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
     */
    record Reaped(List<SnapshotKey> removed, List<SnapshotKey> kept) {}

    /** @param candidates chains, each after those that it is built upon */
    Reaped reap(List<SnapshotKey> candidates) throws IOException {
        Set<SnapshotKey> needed = new HashSet<>();
        for (Image image : new ImageCatalog(layout).images()) {
            image.chain().forEach(chain -> needed.add(SnapshotKey.of(chain)));
        }
        List<SnapshotKey> removed = new ArrayList<>();
        List<SnapshotKey> kept = new ArrayList<>();
        try (ChainLocks locks = new ChainLocks(root.locks(), store.driver().name())) {
            for (SnapshotKey chain : candidates.reversed()) {
                if (!needed.contains(chain) && store.find(chain).isPresent()) {
                    (remove(chain, locks) ? removed : kept).add(chain);
                }
            }
        }
        if (!removed.isEmpty()) {
            store.cleanup();
        }
        return new Reaped(removed, kept);
    }

    private boolean remove(SnapshotKey chain, ChainLocks locks) throws IOException {
        if (!locks.tryExclusive(chain)) {
            return false;
        }
        try {
            store.remove(chain);
            return true;
        } catch (SnapshotBusyException _) {
            return false;
        } catch (SnapshotNotFoundException _) {
            return true;
        } finally {
            locks.release(chain);
        }
    }

    /** The chains of an image, bottom first. */
    static List<SnapshotKey> chains(Image image) {
        return image.chain().stream().map(SnapshotReaper::key).toList();
    }

    private static SnapshotKey key(ChainId chain) {
        return SnapshotKey.of(chain);
    }
}
