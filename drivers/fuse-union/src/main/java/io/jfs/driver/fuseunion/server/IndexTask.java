package io.jfs.driver.fuseunion.server;

import io.jfs.union.PendingIndex;
import io.jfs.union.Union;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes the index of the lower layers, if it is missing, for the mounts to come: while this one is served, since it can
 * do without. An end of the process ends it, and leaves nothing that matters.
 */
final class IndexTask implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IndexTask.class.getName());

    private final PendingIndex index;

    private IndexTask(PendingIndex index) {
        this.index = index;
    }

    /** To be called before the mount; empty if there is nothing to do. */
    static Optional<IndexTask> prepare(Union union, UnionOptions options) {
        if (options.layerIndex().isEmpty() || union.indexProblem().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IndexTask(
                    PendingIndex.prepare(options, options.layerIndex().get())));
        } catch (IOException e) {
            complain(e);
            return Optional.empty();
        }
    }

    /** Does it, and closes itself. */
    void start() {
        Thread thread = new Thread(this::run, "layer-index");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (this) {
            index.build();
        } catch (IOException e) {
            complain(e);
        }
    }

    private static void complain(IOException e) {
        LOG.log(System.Logger.Level.WARNING, "the lower layers get no index: {0}", e.getMessage());
    }

    @Override
    public void close() {
        index.close();
    }
}
