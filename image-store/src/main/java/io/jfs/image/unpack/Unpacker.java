package io.jfs.image.unpack;

import io.jfs.core.ChainId;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.SyncPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the layers of an image into committed snapshots, each named by its chainID.
 *
 * <p>Chains that are there already are used as they are; a blob that comes now and claims to be one of their layers is
 * only compared with its diffID. The others are locked, so that several processes that load the same image do the work
 * once. If the driver can rebase, all layers are applied side by side and committed in order at the end, after a single
 * sync; otherwise one after the other.
 *
 * <p>If anything fails, no active snapshot is left. Layers that were committed before the failure stay: each of them is
 * whole and verified, and the caller is told of them.
 */
public final class Unpacker {
    /** The label of an unpacked layer that holds its diffID. */
    public static final String DIFF_ID_LABEL = "containerd.io/snapshot/diff-id";

    /** What the key of a layer that is being unpacked begins with; a blank and the chain's name end it. */
    public static final String EXTRACT_PREFIX = "extract-";

    private final Work work;
    private final Path locks;

    /**
     * What the steps share.
     *
     * @param store where to
     * @param limits what a layer may demand
     * @param sync what must reach the disk before the commits
     * @param progress told of every layer
     * @param operation the command, for progress
     */
    public record Work(
            SnapshotStore store, LayerLimits limits, SyncPolicy sync, ProgressListener progress, String operation) {}

    /** @param locks the directory of lock files, the same for all processes of a store */
    public Unpacker(Work work, Path locks) {
        this.work = work;
        this.locks = locks;
    }

    /**
     * Unpacks.
     *
     * @param layers bottom first, at least one
     * @param committed receives the names of what this call committed, also if it fails in the end
     * @return the name of the top snapshot
     */
    public SnapshotKey unpack(List<? extends LayerInput> layers, List<SnapshotKey> committed) throws IOException {
        List<SnapshotKey> names = ChainId.chainOf(
                        layers.stream().map(LayerInput::diffId).toList())
                .stream()
                .map(SnapshotKey::of)
                .toList();
        try (ChainLocks held = new ChainLocks(locks, work.store().driver().name())) {
            int present = lock(names, held);
            verifyNew(layers.subList(0, present));
            List<LayerJob> jobs = new ArrayList<>();
            for (int i = present; i < layers.size(); i++) {
                Optional<SnapshotKey> parent = i == 0 ? Optional.empty() : Optional.of(names.get(i - 1));
                jobs.add(new LayerJob(work, layers.get(i), names.get(i), parent));
            }
            boolean parallel =
                    jobs.size() > 1 && work.store().driver().capabilities().contains(DriverCapability.REBASE);
            if (parallel) {
                new ParallelUnpack(work, jobs, committed).run();
            } else {
                unpackInOrder(jobs, committed);
            }
        }
        return names.getLast();
    }

    /** Without this an image could name layers that are here, and bring others. */
    private void verifyNew(List<? extends LayerInput> layers) throws IOException {
        for (LayerInput layer : layers) {
            if (layer.isNew()) {
                try (LayerPipe pipe = new LayerPipe(layer.open(), layer.diffId(), work.limits())) {
                    pipe.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    /** Locks every chain that is missing, and the longest one that is there; returns how many are there. */
    private int lock(List<SnapshotKey> names, ChainLocks held) throws IOException {
        int present = names.size();
        while (present > 0 && !isLockedPresent(names.get(present - 1), held)) {
            present--;
        }
        for (int i = present; i < names.size(); i++) {
            held.exclusive(names.get(i));
            if (isCommitted(names.get(i))) {
                present = i + 1;
            }
        }
        return present;
    }

    private boolean isLockedPresent(SnapshotKey name, ChainLocks held) throws IOException {
        if (!isCommitted(name)) {
            return false;
        }
        held.shared(name);
        if (isCommitted(name)) {
            return true;
        }
        held.release(name);
        return false;
    }

    private boolean isCommitted(SnapshotKey name) throws IOException {
        return work.store()
                .find(name)
                .map(SnapshotInfo::kind)
                .filter(kind -> kind == SnapshotKind.COMMITTED)
                .isPresent();
    }

    private void unpackInOrder(List<LayerJob> jobs, List<SnapshotKey> committed) throws IOException {
        for (LayerJob job : jobs) {
            try {
                job.applyOnParent();
                job.commit(work.sync());
                committed.add(job.name());
            } catch (IOException | RuntimeException e) {
                job.discard(e);
                throw e;
            }
        }
    }
}
