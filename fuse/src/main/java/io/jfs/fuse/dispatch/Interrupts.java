package io.jfs.fuse.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The requests whose callers were interrupted lately. A request's number is never used again, so whoever wants to know
 * looks for its own among them, and it does not matter whether the request had begun when its INTERRUPT came, or had
 * ended. Thread-safe; requests that are not interrupted cost nothing.
 */
public final class Interrupts {
    /** More than threads that serve: older numbers are overwritten. */
    private static final int REMEMBERED = 256;

    private final AtomicLongArray uniques = new AtomicLongArray(REMEMBERED);
    private final AtomicInteger next = new AtomicInteger();

    /** None. */
    public Interrupts() {}

    void add(long unique) {
        uniques.set(Math.floorMod(next.getAndIncrement(), REMEMBERED), unique);
    }

    boolean contains(long unique) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (uniques.get(i) == unique) {
                return true;
            }
        }
        return false;
    }
}
