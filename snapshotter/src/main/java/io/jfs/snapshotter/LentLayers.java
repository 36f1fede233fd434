package io.jfs.snapshotter;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.SnapshotExistsException;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Layers of jfs's own images that containerd uses in place instead of downloading and unpacking them. A lent layer
 * carries containerd's label for it, and a view stands on it, so jfs keeps it for as long as containerd needs it; when
 * containerd removes it, only these two go.
 */
final class LentLayers {
    private static final String PIN = "lent to containerd ";

    private final SnapshotStore store;

    LentLayers(SnapshotStore store) {
        this.store = store;
    }

    /** Lends the layer that is unpacked for a chain upon this parent, if there is one that is not lent yet. */
    boolean lend(String chain, Optional<SnapshotKey> parent) throws IOException {
        SnapshotKey name = new SnapshotKey(chain);
        Optional<SnapshotInfo> layer = store.find(name)
                .filter(info -> info.kind() == SnapshotKind.COMMITTED)
                .filter(info -> info.parent().equals(parent))
                .filter(info -> !OwnLabels.isServed(info.labels()));
        if (layer.isEmpty()) {
            return false;
        }
        try {
            store.view(pin(name), Optional.of(name), Map.of());
        } catch (SnapshotExistsException _) {
            // Lent to two at once, or we died right after pinning.
        } catch (SnapshotNotFoundException _) {
            return false;
        }
        Map<String, String> labels = OwnLabels.lent(Map.of(OwnLabels.TARGET, chain));
        store.update(name, labels, OwnLabels.lentMask());
        return true;
    }

    void takeBack(SnapshotKey name) throws IOException {
        for (SnapshotKey child : store.children(name)) {
            boolean served = store.find(child)
                    .filter(info -> OwnLabels.isServed(info.labels()))
                    .isPresent();
            if (served) {
                throw RefusedException.hasChildren(name.text(), child.text());
            }
        }
        store.update(name, Map.of(), OwnLabels.lentMask());
        try {
            store.remove(pin(name));
        } catch (SnapshotNotFoundException _) {
            // Two took it back at once.
        }
    }

    private static SnapshotKey pin(SnapshotKey name) {
        return new SnapshotKey(PIN + name);
    }
}
