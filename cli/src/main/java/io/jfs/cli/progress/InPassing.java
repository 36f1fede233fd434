package io.jfs.cli.progress;

import io.jfs.core.Progress;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Shows nothing of work that is soon done: what happens within the first seconds is held back. After that an item is
 * shown from the first event on that does not end it.
 */
final class InPassing implements ProgressRenderer {
    /** How long one waits without wondering. */
    static final long PATIENCE = 2_000_000_000L;

    private final ProgressRenderer shown;
    private final LongSupplier nanoTime;
    private final long began;
    /** Ids of the items that are shown. Guarded by this. */
    private final Set<String> items = new HashSet<>();

    InPassing(ProgressRenderer shown, LongSupplier nanoTime) {
        this.shown = shown;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    @Override
    public synchronized void report(Progress progress) {
        if (progress.done()) {
            if (items.remove(progress.id())) {
                shown.report(progress);
            }
        } else if (nanoTime.getAsLong() - began >= PATIENCE) {
            items.add(progress.id());
            shown.report(progress);
        }
    }

    @Override
    public void close() {
        shown.close();
    }
}
