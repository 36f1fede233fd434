package io.jfs.core;

/** Receives progress. Must be thread-safe and quick: it is called from the threads that do the work. */
@FunctionalInterface
public interface ProgressListener {
    /** Ignores everything. */
    ProgressListener NONE = _ -> {};

    /** Called with each event. */
    void report(Progress progress);
}
