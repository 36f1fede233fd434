package io.jfs.image.migrate;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotBusyException;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.Image;
import io.jfs.image.ImageStore;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves all that is committed from one driver to another without any network. Images are unpacked anew from their
 * blobs, whose digests are verified; every other committed snapshot is moved as the layer of its changes, see
 * {@link LayerMove}. Nothing of the old driver is touched until all is there.
 *
 * <p>Each snapshot is one commit, so after a kill at any moment a second run goes on where the first one stopped.
 * Active snapshots and views stay with the old driver, and so does what is below them.
 */
public final class Migration {
    private final SnapshotStore from;
    private final SnapshotStore to;
    private final StoreRoot root;

    /** @param root of both stores */
    public Migration(SnapshotStore from, SnapshotStore to, StoreRoot root) {
        this.from = from;
        this.to = to;
        this.root = root;
    }

    /**
     * Moves everything.
     *
     * @param removeOld whether to remove the old driver's committed snapshots in the end
     * @throws IOException if anything cannot be moved or is not the same afterwards; the old is whole then
     */
    public MigrationResult run(ImageStore images, boolean removeOld, ProgressListener progress) throws IOException {
        try (Fd _ = Locks.lockExclusive(root.locks().resolve("migrate"))) {
            LayerMove.removeLeftovers(to);
            List<SnapshotInfo> committed = committed();
            int present = countPresent(committed);
            unpackImages(images, committed, progress);
            for (SnapshotInfo snapshot : committed) {
                new LayerMove(from, to, root).move(snapshot);
            }
            List<SnapshotKey> kept = removeOld ? remove(committed) : List.of();
            int removed = removeOld ? committed.size() - kept.size() : 0;
            return new MigrationResult(committed.size() - present, present, removed, kept);
        }
    }

    /** Parents first: they have the lower numbers, unless a parent came at commit, so by depth. */
    private List<SnapshotInfo> committed() throws IOException {
        List<SnapshotInfo> found = new ArrayList<>();
        from.walk(Filter.ALL, info -> {
            if (info.kind() == SnapshotKind.COMMITTED) {
                found.add(info);
            }
        });
        Lineage lineage = new Lineage(found);
        found.sort(Comparator.comparingInt(lineage::depth)
                .thenComparingLong(info -> info.id().number()));
        return found;
    }

    private int countPresent(List<SnapshotInfo> committed) throws IOException {
        int present = 0;
        for (SnapshotInfo snapshot : committed) {
            present += to.find(snapshot.key()).isPresent() ? 1 : 0;
        }
        return present;
    }

    /** Those that are unpacked. Their layers are shared, so each is unpacked once. */
    private void unpackImages(ImageStore images, List<SnapshotInfo> committed, ProgressListener progress)
            throws IOException {
        Set<SnapshotKey> names = committed.stream().map(SnapshotInfo::key).collect(Collectors.toSet());
        for (Image image : images.images()) {
            if (!image.chain().isEmpty() && names.contains(image.topSnapshot())) {
                images.unpack(image, to, progress);
            }
        }
    }

    /** Children first. Returns what had to stay. */
    private List<SnapshotKey> remove(List<SnapshotInfo> committed) throws IOException {
        List<SnapshotKey> kept = new ArrayList<>();
        for (SnapshotInfo snapshot : committed.reversed()) {
            try {
                from.remove(snapshot.key());
            } catch (SnapshotBusyException _) {
                kept.add(snapshot.key());
            } catch (SnapshotNotFoundException _) {
                // somebody else removed it
            }
        }
        from.cleanup();
        return kept;
    }
}
