package io.jfs.driver.fuseunion.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Counts what the kernel forgets, and has the garbage collected when that is as much as is known, and enough to be
 * worth it. The serial collector by itself expands an old generation up to the heap's limit before it collects it once,
 * so a server of a million files that are forgotten and walked anew would take twice what they need, and more with each
 * walk.
 */
final class ForgottenNodes {
    /** About 20 MB. */
    static final int LEAST = 50_000;

    private static final int LOOK_EVERY = 1_000;

    private final AtomicInteger count = new AtomicInteger();
    private final IntSupplier known;
    private final Runnable collect;

    /**
     * @param known how many nodes there are
     * @param collect what then is done, in the thread that tells of one more
     */
    ForgottenNodes(IntSupplier known, Runnable collect) {
        this.known = known;
        this.collect = collect;
    }

    void oneMore() {
        int now = count.incrementAndGet();
        if (now >= LEAST && now % LOOK_EVERY == 0 && now >= known.getAsInt()) {
            count.set(0); // what others add meanwhile is counted or not
            collect.run();
        }
    }
}
