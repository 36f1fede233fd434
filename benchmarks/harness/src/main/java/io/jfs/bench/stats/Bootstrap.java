package io.jfs.bench.stats;

import java.util.Random;

/**
 * How uncertain a median is: the sample is drawn from itself again and again, with a fixed seed, so the same samples
 * give the same answer.
 */
public final class Bootstrap {
    private static final int DRAWS = 10_000;
    private static final long SEED = 20_010_101;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /**
     * A range that has the true value with a confidence of 95 %.
     *
     * @param low its lower end
     * @param high its upper end
     */
    public record Interval(double low, double high) {
        /** Whether a value is in it. */
        public boolean has(double value) {
            return low <= value && value <= high;
        }
    }

    /** The interval of the median. */
    public static Interval ofMedian(double... values) {
        double[] medians = medians(values);
        return new Interval(Quantiles.quantile(medians, TAIL), Quantiles.quantile(medians, 1 - TAIL));
    }

    private static double[] medians(double... values) {
        if (values.length == 0) {
            return new double[0];
        }
        Random random = new Random(SEED);
        double[] medians = new double[DRAWS];
        double[] drawn = new double[values.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = values[random.nextInt(values.length)];
            }
            medians[draw] = Quantiles.median(drawn);
        }
        return Quantiles.sorted(medians);
    }
}
