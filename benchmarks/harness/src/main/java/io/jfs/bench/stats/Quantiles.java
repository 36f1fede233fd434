package io.jfs.bench.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Medians and other quantiles, interpolated between the neighbours. */
public final class Quantiles {
    private static final int PARTS = 100;

    private Quantiles() {}

    /** The median; NaN of nothing. */
    public static double median(double... values) {
        return quantile(sorted(values), 0.5);
    }

    /** The quantile of sorted values, for a fraction from 0 to 1; NaN of nothing. */
    public static double quantile(double[] sorted, double fraction) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = fraction * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** The median of the distances from the median. */
    public static double medianDeviation(double... values) {
        double middle = median(values);
        return median(
                Arrays.stream(values).map(value -> Math.abs(value - middle)).toArray());
    }

    /** The quantiles for 0 %, 1 % … 100 %. */
    public static List<Double> percentiles(double... values) {
        double[] sorted = sorted(values);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i <= PARTS && sorted.length > 0; i++) {
            all.add(quantile(sorted, (double) i / PARTS));
        }
        return all;
    }

    /** A sorted copy. */
    public static double[] sorted(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
