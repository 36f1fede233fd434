package io.jfs.bench.micro;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work allocates on its thread. */
final class Allocations {
    private static final int ROUNDS = 3000;

    /** More than the JIT compiler needs to come to its end, which is when what does not escape is no longer made. */
    private static final int BATCHES = 300;

    private Allocations() {}

    /** Bytes for each time, the least of many batches. */
    static long least(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES && least > 0; batch++) {
            long before = allocated();
            for (int i = 0; i < ROUNDS; i++) {
                work.run();
            }
            least = Math.min(least, (allocated() - before) / ROUNDS);
        }
        return least;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
