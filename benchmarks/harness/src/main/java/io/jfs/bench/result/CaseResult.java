package io.jfs.bench.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One workload with its parameters.
 *
 * @param id such as {@code mount/depth=8}
 * @param workload such as {@code mount}
 * @param description what is done, in a sentence
 * @param unit of the value: {@code ms}, {@code MB}, {@code files/s}
 * @param lowerIsBetter the direction
 * @param parameters such as cache, depth, bytes; a number where a chart has an axis of it
 * @param samples all of them, in the order in which they were taken
 * @param failures contender, and why it gave a wrong answer or none
 */
public record CaseResult(
        String id,
        String workload,
        String description,
        String unit,
        boolean lowerIsBetter,
        Map<String, String> parameters,
        List<Sample> samples,
        Map<String, String> failures) {

    /** The samples of one contender, in rounds' order. */
    public List<Sample> of(String contender) {
        return samples.stream()
                .filter(sample -> sample.contender().equals(contender))
                .sorted(java.util.Comparator.comparingInt(Sample::round))
                .toList();
    }

    /** The values of one contender, in rounds' order. */
    public double[] values(String contender) {
        return of(contender).stream().mapToDouble(Sample::value).toArray();
    }

    /** The median of a counter over the samples of one contender; empty if it was not counted. */
    public Optional<Double> counter(String contender, String name) {
        double[] values = of(contender).stream()
                .filter(sample -> sample.counters().containsKey(name))
                .mapToDouble(sample -> sample.counters().get(name))
                .sorted()
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(values[values.length / 2]);
    }
}
