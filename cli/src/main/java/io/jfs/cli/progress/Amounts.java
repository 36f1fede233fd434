package io.jfs.cli.progress;

import io.jfs.cli.output.HumanSize;
import io.jfs.core.Progress;
import java.util.Locale;

/** How amounts, percentages and ids are put into words. */
final class Amounts {
    private static final int SHORT = 12;

    private Amounts() {}

    static String amount(long value, String unit) {
        return unit.equals("bytes") ? HumanSize.of(value) : value + " " + unit;
    }

    /** {@code 12MB/45MB}, or {@code 12MB} if the total is not known. */
    static String ofTotal(Progress progress) {
        String current = amount(progress.current(), progress.unit());
        return progress.total() > 0 ? current + "/" + amount(progress.total(), progress.unit()) : current;
    }

    /** 0 to 100, or -1 if the total is not known. */
    static int percent(Progress progress) {
        return progress.total() <= 0 ? -1 : (int) Math.min(100, 100 * progress.current() / progress.total());
    }

    /** A digest as its first twelve digits; anything else as it is. */
    static String shortId(String id) {
        int colon = id.indexOf(':');
        String hex = id.substring(colon + 1);
        return colon > 0 && hex.length() > SHORT && hex.matches("[0-9a-f]+") ? hex.substring(0, SHORT) : id;
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1fs", nanos / 1e9);
    }
}
