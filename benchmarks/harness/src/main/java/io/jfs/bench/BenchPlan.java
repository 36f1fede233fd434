package io.jfs.bench;

import io.jfs.bench.data.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param command what was typed, for the record
 * @param contenders names, or {@code all}, or {@code drivers} for the drivers as they are by default
 * @param workloads names or ids, or {@code all}
 * @param rounds how often, at least 1
 * @param warmups rounds before, which are thrown away
 * @param seed of data and order
 * @param reference whom the others are divided by; empty for the kernel's overlay if it takes part, else the control
 * @param order of the contenders within a round
 * @param maxTime after which no further sample is taken; empty for none
 * @param directory where all data is, on the filesystem in question; it must exist
 * @param image an OCI archive for what takes images in; else one is made
 */
public record BenchPlan(
        String command,
        List<String> contenders,
        List<String> workloads,
        DataSize size,
        int rounds,
        int warmups,
        long seed,
        Optional<String> reference,
        Order order,
        Optional<Duration> maxTime,
        Path directory,
        Optional<Path> image) {
    /** The default drivers. */
    public static final String DRIVERS = "drivers";

    /** In which order samples are taken. */
    public enum Order {
        /** In each round every contender, in an order that the seed chooses anew: what the machine does hits all. */
        INTERLEAVED,
        /** All rounds of one contender, then of the next. */
        BLOCKED
    }

    public BenchPlan {
        contenders = List.copyOf(contenders);
        workloads = List.copyOf(workloads);
        if (rounds < 1 || warmups < 0) {
            throw new IllegalArgumentException("rounds: " + rounds + ", warm-ups: " + warmups);
        }
    }
}
