package io.jfs.core.layer;

/**
 * A time of a PAX record: decimal seconds since the epoch, perhaps negative, perhaps with a fraction.
 *
 * @param seconds rounded down
 * @param nanos 0 to 999,999,999, added to the seconds
 */
record TarTime(long seconds, int nanos) {
    private static final int BILLION = 1_000_000_000;

    static TarTime parse(String text) throws LayerException {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        boolean negative = whole.startsWith("-");
        String digits = negative ? whole.substring(1) : whole;
        if (digits.length() > 18
                || !isDigits(digits)
                || !isDigits(fraction)
                || (digits.isEmpty() && fraction.isEmpty())) {
            throw new LayerException("PAX record mtime: malformed time " + text);
        }
        long seconds = digits.isEmpty() ? 0 : Long.parseLong(digits);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        if (!negative) {
            return new TarTime(seconds, nanos);
        }
        return nanos == 0 ? new TarTime(-seconds, 0) : new TarTime(-seconds - 1, BILLION - nanos);
    }

    /** As a PAX record has it, without needless zeros: the inverse of {@link #parse}. */
    @Override
    public String toString() {
        if (nanos == 0) {
            return Long.toString(seconds);
        }
        boolean negative = seconds < 0;
        long whole = negative ? -(seconds + 1) : seconds;
        int fraction = negative ? BILLION - nanos : nanos;
        String digits = String.format("%09d", fraction).replaceFirst("0+$", "");
        return (negative ? "-" : "") + whole + "." + digits;
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
