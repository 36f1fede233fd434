package io.jfs.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Values to places on an axis.
 *
 * @param low the least value
 * @param high the greatest
 * @param from where the least is
 * @param to where the greatest is
 * @param isLog whether equal distances are equal ratios
 */
record Scale(double low, double high, double from, double to, boolean isLog) {
    private static final double WIDE = 25;
    private static final int TICKS = 5;

    /** From 0, or logarithmic where the values differ too much for that. */
    static Scale of(double least, double greatest, double from, double to) {
        if (least > 0 && greatest / least > WIDE) {
            return log(least, greatest, from, to);
        }
        return new Scale(0, greatest <= 0 ? 1 : greatest * 1.03, from, to, false);
    }

    /** Logarithmic. */
    static Scale log(double least, double greatest, double from, double to) {
        return new Scale(least / 1.2, Math.max(greatest, least) * 1.2, from, to, true);
    }

    /** Where a value is. */
    double at(double value) {
        double part = isLog
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return from + Math.clamp(part, 0, 1) * (to - from);
    }

    /** Round values to be written at the axis. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (isLog) {
            double decades = Math.log10(high / low);
            double[] steps =
                    decades > 3 ? new double[] {1} : decades > 1.5 ? new double[] {1, 3} : new double[] {1, 2, 5};
            for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
                for (double step : steps) {
                    addIfInside(ticks, step * Math.pow(10, power));
                }
            }
            return ticks;
        }
        double raw = (high - low) / TICKS;
        double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = magnitude * (raw / magnitude > 5 ? 10 : raw / magnitude > 2 ? 5 : raw / magnitude > 1 ? 2 : 1);
        for (int i = 0; i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private void addIfInside(List<Double> ticks, double value) {
        if (value >= low && value <= high) {
            ticks.add(value);
        }
    }
}
