package io.jfs.bench.stats;

import java.util.Arrays;

/**
 * Student's t-test of the logarithms of paired ratios. With the few rounds of a benchmark the bootstrap alone finds
 * differences where there are none; this does not, whatever few rounds happen to say.
 */
final class PairedTest {
    private static final int STEPS = 300;
    private static final double PRECISION = 1e-12;
    private static final double TINY = 1e-300;

    private PairedTest() {}

    /** How probable ratios at least this far from 1 are, two-sided, if the true one is 1; 1 for fewer than two. */
    static double chanceOfOne(double... ratios) {
        int count = ratios.length;
        if (count < 2) {
            return 1;
        }
        double[] logs = Arrays.stream(ratios).map(Math::log).toArray();
        double mean = Arrays.stream(logs).average().orElse(0);
        double squares =
                Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
        if (squares <= PRECISION * mean * mean) {
            return mean == 0 ? 1 : 0;
        }
        double error = Math.sqrt(squares / (count - 1) / count);
        return twoSided(mean / error, count - 1);
    }

    /** The probability of a t at least that far from 0: the regularized incomplete beta function. */
    static double twoSided(double t, double freedom) {
        double x = freedom / (freedom + t * t);
        double a = freedom / 2;
        double b = 0.5;
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
    }

    /** Lentz's evaluation of the continued fraction (Abramowitz and Stegun, 26.5.8). */
    private static double fraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
        double result = d;
        for (int m = 1; m <= STEPS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonZero(1 + even * d);
            c = nonZero(1 + even / c);
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonZero(1 + odd * d);
            c = nonZero(1 + odd / c);
            result *= d * c;
            if (Math.abs(d * c - 1) < PRECISION) {
                break;
            }
        }
        return result;
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series (Abramowitz and Stegun, 6.1.41), above 10 by the recurrence. */
    private static double logGamma(double x) {
        double shift = 0;
        double at = x;
        while (at < 10) {
            shift -= Math.log(at);
            at++;
        }
        double inverse = 1 / at;
        double series = inverse / 12 - Math.pow(inverse, 3) / 360 + Math.pow(inverse, 5) / 1260;
        return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
