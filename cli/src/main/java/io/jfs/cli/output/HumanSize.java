package io.jfs.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Sizes as docker prints them: powers of 1000, given significant digits, no blank: {@code 2.63GB}. */
public final class HumanSize {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private HumanSize() {}

    /** Three significant digits, as the SIZE column of {@code images} has them. */
    public static String of(long bytes) {
        return of(bytes, 3);
    }

    /** With so many significant digits; trailing zeros after the point are dropped. */
    public static String of(long bytes, int digits) {
        double scaled = bytes;
        int unit = 0;
        while (Math.abs(scaled) >= 1000 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(scaled).round(new MathContext(digits, RoundingMode.HALF_UP));
        if (rounded.abs().compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < UNITS.length - 1) {
            rounded = rounded.movePointLeft(3);
            unit++;
        }
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + UNITS[unit];
    }
}
