package io.jfs.bench.report;

import java.util.Locale;

/** Numbers for people: three digits that mean something. */
final class Figures {
    private Figures() {}

    /** Such as {@code 0.123}, {@code 4.56}, {@code 78.9}, {@code 1234}. */
    static String of(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || value == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }

    /** A ratio, such as {@code 1.23x}. */
    static String ratio(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0fx" : value >= 10 ? "%.1fx" : "%.2fx", value);
    }
}
