package io.jfs.cli.bench;

import io.jfs.bench.report.Conclusion;
import io.jfs.bench.report.Tables;
import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Comparison;
import io.jfs.cli.output.Column.Align;
import io.jfs.cli.output.Table;
import io.jfs.cli.session.Output;
import io.jfs.cli.session.Style;
import java.util.Collections;
import java.util.List;

/** A result on a terminal. */
final class ResultPrinter {
    private final Output out;

    ResultPrinter(Output out) {
        this.out = out;
    }

    void summary(Result result) {
        table(Tables.matrix(result));
        out.line("");
        out.line("The first column is " + result.reference()
                + "'s median; the others are ratios to it, paired by round: less is better, = no difference, ? too few"
                + " rounds.");
        result.warnings().forEach(warning -> out.line(Style.YELLOW, "warning: " + warning));
        out.line("");
        out.line(Conclusion.of(result));
    }

    void details(Result result) {
        Comparison comparison = Comparison.of(result);
        for (CaseResult each : result.cases()) {
            if (!each.samples().isEmpty() || !each.failures().isEmpty()) {
                out.line("");
                out.line(each.id() + ": " + each.description() + " (less is better)");
                table(Tables.details(each, comparison));
            }
        }
        out.line("");
    }

    void table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        Table table = new Table(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(Align.LEFT), Collections.nCopies(columns - 1, Align.RIGHT).stream())
                .toList());
        rows.forEach(table::add);
        out.lines(table.lines());
    }
}
