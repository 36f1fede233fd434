package io.jfs.cli.output;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as docker takes them: a number, and perhaps a unit of 1024s, {@code 2G}, {@code 512m}, {@code 10GiB}. */
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})([kmgtp]?)(i?b)?");

    private ByteSize() {}

    /**
     * The bytes that a text means.
     *
     * @throws IllegalArgumentException if it means none, or more than 8 EiB
     */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("not a size: " + text + "; write it like 512m or 2G");
        }
        int power = form.group(2).isEmpty() ? 0 : "kmgtp".indexOf(form.group(2)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << (10 * power));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a size: " + text, e);
        }
    }
}
