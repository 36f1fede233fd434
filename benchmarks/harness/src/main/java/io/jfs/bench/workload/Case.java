package io.jfs.bench.workload;

import io.jfs.bench.contender.Backend;
import java.io.IOException;
import java.util.Map;

/** One workload with its parameters. */
public interface Case {
    /** Such as {@code mount/depth=8}: the workload's name, and what tells this case from others of it. */
    default String id() {
        return workload();
    }

    /** Such as {@code mount}. */
    String workload();

    /** What is done, in a sentence. */
    String description();

    /** The unit of the value. */
    default String unit() {
        return "ms";
    }

    /** The numbers that charts have axes of, and others. */
    default Map<String, String> parameters() {
        return Map.of();
    }

    /** Whether it can be done with this backend at all. */
    boolean suits(Backend backend);

    /** Whether every round gives the same value, so that one is enough. */
    default boolean once() {
        return false;
    }

    /** Whether the control shows what the others must show. */
    default boolean comparesAnswers() {
        return true;
    }

    /** Does it once, on something fresh, and cleans up. */
    Outcome measure(Backend backend, Bench bench) throws IOException;
}
