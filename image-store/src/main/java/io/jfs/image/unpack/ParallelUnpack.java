package io.jfs.image.unpack;

import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.store.SyncPolicy;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks several layers of one image side by side: first every layer is applied, none of them committed; then they are
 * committed in order, the first commit after one sync of everything. A layer that cannot do without its parents waits
 * for them, and for nothing else: the layers begin in order, so those that it waits for have begun.
 */
final class ParallelUnpack {
    /** Each layer has its own buffers. */
    private static final int MOST_AT_ONCE = 8;

    private final Unpacker.Work work;
    private final List<LayerJob> jobs;
    private final List<SnapshotKey> committed;

    ParallelUnpack(Unpacker.Work work, List<LayerJob> jobs, List<SnapshotKey> committed) {
        this.work = work;
        this.jobs = jobs;
        this.committed = committed;
    }

    void run() throws IOException {
        try {
            applyAll();
            commitAll();
        } catch (IOException | RuntimeException e) {
            jobs.forEach(job -> job.discard(e));
            throw e;
        }
    }

    private void applyAll() throws IOException {
        int threads = Math.min(jobs.size(), Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_AT_ONCE));
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("jfs-unpack-", 0).factory())) {
            for (int i = 0; i < jobs.size(); i++) {
                int index = i;
                running.add(pool.submit(() -> {
                    apply(index);
                    return null;
                }));
            }
            awaitAll(running);
        }
    }

    private void apply(int index) throws IOException {
        // The parent of the first layer is there already.
        if (index == 0) {
            jobs.get(index).applyOnParent();
        } else {
            jobs.get(index).applyDetached(() -> awaitLowers(index));
        }
    }

    /** The directories of all layers below one. */
    private List<Path> awaitLowers(int index) throws IOException {
        List<Path> lowers = new ArrayList<>();
        for (LayerJob below : jobs.subList(0, index).reversed()) {
            ApplyTarget target = awaitApplied(below);
            lowers.add(target.directory());
            if (below == jobs.getFirst() && target instanceof ApplyTarget.OverlayUpper upper) {
                lowers.addAll(upper.lowers());
            }
        }
        return lowers;
    }

    private static ApplyTarget awaitApplied(LayerJob job) throws IOException {
        try {
            return job.applied().get();
        } catch (ExecutionException e) {
            throw new IOException("a layer below failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
    }

    /**
     * Waits for every task, also after one has failed, since tasks must not go on while their snapshots are removed.
     */
    private static void awaitAll(List<Future<?>> running) throws IOException {
        Exception first = null;
        for (Future<?> task : running) {
            Exception failure = failure(task);
            if (failure != null && first == null) {
                first = failure;
                // A task that has not begun is not needed any more.
                running.forEach(other -> other.cancel(false));
            }
        }
        switch (first) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IOException(first);
        }
    }

    /** Waits for a task; null if it ended well or was cancelled before it began. */
    private static @Nullable Exception failure(Future<?> task) {
        try {
            task.get();
            return null;
        } catch (CancellationException _) {
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof Exception cause ? cause : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IOException("interrupted while unpacking", e);
        }
    }

    private void commitAll() throws IOException {
        try (RootOfParent below = new RootOfParent()) {
            for (LayerJob job : jobs) {
                below.passOnTo(job);
            }
        }
        // One sync covers what was written for all of them.
        SyncPolicy sync = work.sync();
        for (LayerJob job : jobs) {
            job.commit(sync);
            committed.add(job.name());
            sync = SyncPolicy.NONE;
        }
    }

    /** The root directory of the layer that was handled last. */
    private static final class RootOfParent implements Closeable {
        private @Nullable Fd root;

        void passOnTo(LayerJob job) throws IOException {
            Fd next = Open.open(job.target().directory(), Open.O_RDONLY | Open.O_DIRECTORY, 0);
            Fd previous = root;
            root = next;
            if (previous != null) {
                try (previous) {
                    if (job.needsRootOfParent()) {
                        RootAttributes.copy(previous, next);
                    }
                }
            }
        }

        @Override
        public void close() {
            if (root != null) {
                root.close();
            }
        }
    }
}
