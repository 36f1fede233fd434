package io.jfs.bench.report;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Comparison;
import java.util.List;
import java.util.stream.Collectors;

/** A result as Markdown, to be pasted. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /** Conclusion, ratios, environment, then each case. */
    public static String of(Result result) {
        StringBuilder out = new StringBuilder();
        out.append("```sh\n").append(result.command()).append("\n```\n\n");
        out.append(Conclusion.of(result)).append("\n\n");
        result.warnings()
                .forEach(warning -> out.append("**Warning:** ").append(warning).append("\n\n"));
        out.append(table(Tables.matrix(result)));
        out.append("\nThe first column is the median of ").append(result.reference());
        out.append("; the others are ratios to it, paired by round, less is better; `=`: no difference, `?`: too few");
        out.append(" rounds.\n");
        Comparison comparison = Comparison.of(result);
        for (CaseResult each : result.cases()) {
            if (!each.samples().isEmpty()) {
                out.append("\n### ").append(each.id()).append("\n\n").append(each.description());
                out.append(" (").append(each.unit()).append(", less is better)\n\n");
                out.append(table(Tables.details(each, comparison)));
            }
        }
        out.append("\n### Environment\n\n");
        out.append(table(environment(result)));
        return out.toString();
    }

    private static List<List<String>> environment(Result result) {
        List<List<String>> rows = new java.util.ArrayList<>(List.of(List.of("", "")));
        rows.add(List.of("started", result.started()));
        rows.add(List.of("seed", Long.toString(result.seed())));
        rows.add(List.of("size", result.size()));
        result.environment().forEach((name, value) -> rows.add(List.of(name, value)));
        result.contenders().forEach(each -> rows.add(List.of(each.name(), each.description())));
        result.skipped().forEach((what, why) -> rows.add(List.of(what + " skipped", why)));
        return rows;
    }

    /** Rows as a table, the first as its head. */
    static String table(List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        int columns = rows.getFirst().size();
        for (int i = 0; i < rows.size(); i++) {
            out.append(rows.get(i).stream()
                    .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
            if (i == 0) {
                out.append("|").repeat("---|", columns).append('\n');
            }
        }
        return out.toString();
    }
}
