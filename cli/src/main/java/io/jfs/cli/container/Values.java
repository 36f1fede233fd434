package io.jfs.cli.container;

import io.jfs.cli.session.UsageException;
import java.math.BigDecimal;
import java.util.Locale;

/** Values of options as docker writes them. */
final class Values {
    private static final String UNITS = "bkmgtp";

    private Values() {}

    /** A size: a number with {@code b}, {@code k}, {@code m}, {@code g}, powers of 1024; -1 stays. */
    static long bytes(String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT).replaceFirst("(?<=[kmgtp])i?b$", "");
        try {
            if (lower.equals("-1")) {
                return -1;
            }
            int unit = lower.isEmpty() ? -1 : UNITS.indexOf(lower.charAt(lower.length() - 1));
            String number = unit < 0 ? lower : lower.substring(0, lower.length() - 1);
            BigDecimal bytes = new BigDecimal(number).multiply(BigDecimal.valueOf(1L << (10 * Math.max(0, unit))));
            if (bytes.signum() >= 0) {
                return bytes.longValue();
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new UsageException(
                "invalid argument \"" + text + "\" for \"" + option + "\": invalid size: '" + text + "'");
    }

    /** Processors as billionths. */
    static long nanoCpus(String text) {
        try {
            BigDecimal cpus = new BigDecimal(text);
            if (cpus.signum() >= 0) {
                return cpus.movePointRight(9).longValue();
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new UsageException("invalid argument \"" + text + "\" for \"--cpus\": not a number of processors");
    }

    static long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new UsageException("invalid argument \"" + text + "\" for \"" + option + "\": no number");
        }
    }
}
