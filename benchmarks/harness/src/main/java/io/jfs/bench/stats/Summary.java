package io.jfs.bench.stats;

import io.jfs.bench.stats.Bootstrap.Interval;

/**
 * What samples say together.
 *
 * @param count how many
 * @param median the middle
 * @param interval of the median, 95 %
 * @param deviation median distance from the median
 * @param p5 twentieth part is below
 * @param p95 twentieth part is above
 * @param outliers how many are far from the others; they are counted in all the same
 */
public record Summary(
        int count, double median, Interval interval, double deviation, double p5, double p95, int outliers) {
    /** Modified z-score, as hyperfine has it: 0.6745 * distance / deviation. */
    private static final double FAR = 14.826;

    private static final double NORMAL = 0.6745;

    /** Of these values. */
    public static Summary of(double... values) {
        double[] sorted = Quantiles.sorted(values);
        double median = Quantiles.median(sorted);
        double deviation = Quantiles.medianDeviation(sorted);
        int outliers = 0;
        for (double value : sorted) {
            if (deviation > 0 && NORMAL * Math.abs(value - median) / deviation > FAR) {
                outliers++;
            }
        }
        return new Summary(
                sorted.length,
                median,
                Bootstrap.ofMedian(sorted),
                deviation,
                Quantiles.quantile(sorted, 0.05),
                Quantiles.quantile(sorted, 0.95),
                outliers);
    }
}
