package io.jfs.image.unpack;

import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SyncPolicy;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.Closeable;
import java.io.IOException;
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
 * committed in order, the first commit after one sync of everything. A layer that cannot do without its parents is
 * applied again when its turn comes.
 */
final class ParallelUnpack {
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
        int threads = Math.min(jobs.size(), Runtime.getRuntime().availableProcessors());
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("jfs-unpack-", 0).factory())) {
            for (LayerJob job : jobs) {
                running.add(pool.submit(() -> {
                    // The parent of the first layer is there already.
                    if (job == jobs.getFirst()) {
                        job.applyOnParent();
                    } else {
                        job.applyDetached();
                    }
                    return null;
                }));
            }
            awaitAll(running);
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
            for (int from = 0; from < jobs.size(); ) {
                LayerJob first = jobs.get(from);
                if (!first.isApplied()) {
                    first.applyOnParent();
                }
                int to = from + 1;
                while (to < jobs.size() && jobs.get(to).isApplied()) {
                    to++;
                }
                commitApplied(jobs.subList(from, to), below);
                from = to;
            }
        }
    }

    /** Commits layers that are all applied: one sync covers what was written for all of them. */
    private void commitApplied(List<LayerJob> applied, RootOfParent below) throws IOException {
        for (LayerJob job : applied) {
            below.passOnTo(job);
        }
        SyncPolicy sync = work.sync();
        for (LayerJob job : applied) {
            job.commit(sync);
            committed.add(job.name());
            sync = SyncPolicy.NONE;
        }
    }

    /** The root directory of the layer that was handled last; open, so that commit may move it. */
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
