package io.jfs.cli.output;

/**
 * One column of a listing.
 *
 * @param field the key of its value in each record, and its name in templates
 * @param header what stands above it
 * @param align where its values stand
 */
public record Column(String field, String header, Align align) {

    /** Where the values of a column stand. */
    public enum Align {
        /** At the left, as names do. */
        LEFT,
        /** At the right, as numbers do. */
        RIGHT
    }

    /** A column of names. */
    public static Column left(String field, String header) {
        return new Column(field, header, Align.LEFT);
    }

    /** A column of numbers. */
    public static Column right(String field, String header) {
        return new Column(field, header, Align.RIGHT);
    }
}
