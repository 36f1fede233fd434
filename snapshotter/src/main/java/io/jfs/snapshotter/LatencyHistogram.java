package io.jfs.snapshotter;

import java.util.concurrent.atomic.LongAdder;

/** How long calls took, as a Prometheus histogram. Thread-safe. */
final class LatencyHistogram {
    private static final double[] UPPER_SECONDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10};
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongAdder[] buckets = new LongAdder[UPPER_SECONDS.length];
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    LatencyHistogram() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void record(long elapsed) {
        count.increment();
        nanos.add(elapsed);
        for (int i = 0; i < buckets.length; i++) {
            if (elapsed <= UPPER_SECONDS[i] * NANOS_PER_SECOND) {
                buckets[i].increment();
                return;
            }
        }
    }

    /** Buckets are cumulative in the format. */
    void print(StringBuilder text, String name, String labels) {
        long below = 0;
        for (int i = 0; i < buckets.length; i++) {
            below += buckets[i].sum();
            text.append(name).append("_bucket{").append(labels).append(",le=\"");
            text.append(UPPER_SECONDS[i]).append("\"} ").append(below).append('\n');
        }
        text.append(name).append("_bucket{").append(labels).append(",le=\"+Inf\"} ");
        text.append(count).append('\n');
        text.append(name).append("_sum{").append(labels).append("} ");
        text.append(nanos.sum() / NANOS_PER_SECOND).append('\n');
        text.append(name).append("_count{").append(labels).append("} ");
        text.append(count).append('\n');
    }
}
