package io.jfs.core.tree;

/**
 * How a tree is copied.
 *
 * @param threads how many threads copy, at least 1
 */
public record CopyOptions(int threads) {
    private static final int MOST_THREADS = 8;

    /** As many threads as there are processors, but not more than eight: beyond that a filesystem gains nothing. */
    public static final CopyOptions DEFAULT =
            new CopyOptions(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS));

    /** @throws IllegalArgumentException if there is no thread to copy */
    public CopyOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("a copy needs at least one thread, not " + threads);
        }
    }
}
