package io.jfs.bench.result;

import java.util.List;
import java.util.Map;

/**
 * One measurement.
 *
 * @param round from 0; samples of one round belong together
 * @param order from 0: when it was taken, among all samples of the run
 * @param value in the case's unit
 * @param counters what was counted meanwhile, see {@link Counters}
 * @param latencies of single operations in microseconds: 101 quantiles from the least to the greatest; empty if the
 *     workload is one operation
 */
public record Sample(
        String contender, int round, int order, double value, Map<String, Double> counters, List<Double> latencies) {
    public Sample {
        counters = Map.copyOf(counters);
        latencies = List.copyOf(latencies);
    }
}
