package io.jfs.cli.command;

import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Output;
import picocli.CommandLine.Option;

/** The options of every list. */
public final class ListOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, 'table TEMPLATE', json (one object per line) or a Go template")
    String format = "table";

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

    /** Prints the list as it was asked for. */
    public void print(Output out, Listing listing, String idField) {
        out.lines(quiet ? listing.values(idField) : listing.lines(format));
    }
}
