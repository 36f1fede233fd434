package io.jfs.bench.workload;

import io.jfs.bench.stats.Quantiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** How long each of many operations took. */
final class Latencies {
    private static final double NANOS_PER_MICRO = 1000;

    private long[] nanos = new long[1024];
    private int count;

    /** One operation. */
    interface Operation {
        /** Does it. */
        void run() throws IOException;
    }

    /** Does it and keeps the time. */
    void time(Operation operation) throws IOException {
        long start = System.nanoTime();
        operation.run();
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = System.nanoTime() - start;
    }

    /** See {@link io.jfs.bench.result.Sample}. */
    List<Double> percentiles() {
        return Quantiles.percentiles(Arrays.stream(nanos, 0, count)
                .mapToDouble(each -> each / NANOS_PER_MICRO)
                .toArray());
    }
}
