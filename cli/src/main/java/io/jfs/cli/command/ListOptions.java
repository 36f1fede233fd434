package io.jfs.cli.command;

import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Output;
import picocli.CommandLine.Option;

/** The options of every list. */
public final class ListOptions {
    private static final String TABLE = "table";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = TABLE,
            description = "table, 'table TEMPLATE', json (one object per line) or a Go template")
    String format = TABLE;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only what identifies each")
    boolean quiet;

    @Option(names = "--no-trunc", description = "Print ids in full")
    boolean noTruncation;

    /** Whether ids are shortened. */
    public boolean truncates() {
        return !noTruncation;
    }

    /** Whether only ids are wanted. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether the list is wanted as the table that it is by default. */
    public boolean isTable() {
        return !quiet && format.equals(TABLE);
    }

    /** Prints the list as it was asked for. */
    public void print(Output out, Listing listing, String idField) {
        out.lines(quiet ? listing.values(idField) : listing.lines(format));
    }
}
