package io.jfs.bench.report;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Counters;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Comparison;
import io.jfs.bench.stats.Comparison.Row;
import io.jfs.bench.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A result as rows of cells, the first with the headings. */
public final class Tables {
    private Tables() {}

    /** Cases down, contenders across: the reference's value, the others' ratio to it. {@code =} is no difference. */
    public static List<List<String>> matrix(Result result) {
        Comparison comparison = Comparison.of(result);
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("WORKLOAD", result.reference()));
        result.names().stream().filter(name -> !name.equals(result.reference())).forEach(head::add);
        rows.add(head);
        for (CaseResult measured : result.cases()) {
            List<String> row = new ArrayList<>(List.of(measured.id()));
            row.add(comparison
                    .find(measured.id(), result.reference())
                    .map(found -> Figures.of(found.summary().median()) + " " + measured.unit())
                    .orElse("-"));
            for (String name : head.subList(2, head.size())) {
                row.add(cell(measured, name, comparison));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String cell(CaseResult measured, String contender, Comparison comparison) {
        if (measured.failures().containsKey(contender)) {
            return "failed";
        }
        Optional<Row> row = comparison.find(measured.id(), contender);
        if (row.isEmpty()) {
            return "-";
        }
        if (row.get().ratio().isEmpty()) {
            return Figures.of(row.get().summary().median()) + " " + measured.unit();
        }
        String ratio = Figures.ratio(row.get().ratio().get());
        return switch (row.get().verdict()) {
            case NO_DIFFERENCE -> ratio + " =";
            case TOO_FEW -> ratio + " ?";
            default -> ratio;
        };
    }

    /** All that is known of one case, the best contender first. */
    public static List<List<String>> details(CaseResult measured, Comparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "CONTENDER",
                "MEDIAN " + measured.unit(),
                "95 %",
                "P5",
                "P95",
                "N",
                "RATIO",
                "95 %",
                "VERDICT",
                "FUSE REQUESTS",
                "SERVER CPU ms",
                "SERVER RSS MB"));
        for (Row row : comparison.of(measured)) {
            String outliers =
                    row.summary().outliers() > 0 ? " (" + row.summary().outliers() + " outliers)" : "";
            rows.add(List.of(
                    row.contender(),
                    Figures.of(row.summary().median()),
                    range(row.summary().interval()),
                    Figures.of(row.summary().p5()),
                    Figures.of(row.summary().p95()),
                    row.summary().count() + outliers,
                    row.ratio().map(Figures::ratio).orElse("-"),
                    row.ratioInterval().map(Tables::range).orElse("-"),
                    row.ratio().isEmpty() ? "-" : row.verdict().text(),
                    counter(measured, row.contender(), Counters.REQUESTS),
                    counter(measured, row.contender(), Counters.SERVER_CPU),
                    counter(measured, row.contender(), Counters.SERVER_RSS)));
        }
        measured.failures().forEach((contender, why) -> rows.add(List.of(contender, "failed: " + why)));
        return rows;
    }

    private static String range(io.jfs.bench.stats.Bootstrap.Interval interval) {
        return Figures.of(interval.low()) + "–" + Figures.of(interval.high());
    }

    private static String counter(CaseResult measured, String contender, String name) {
        return measured.counter(contender, name).map(Figures::of).orElse("-");
    }

    /** One result against an earlier one: each contender with itself, unpaired. */
    public static List<List<String>> compare(Result before, Result after) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WORKLOAD", "CONTENDER", "BEFORE", "AFTER", "UNIT", "RATIO", "VERDICT"));
        for (CaseResult now : after.cases()) {
            Optional<CaseResult> then = before.find(now.id());
            for (String contender : after.names()) {
                if (then.isPresent()
                        && now.values(contender).length > 0
                        && then.get().values(contender).length > 0) {
                    rows.add(compare(then.get(), now, contender));
                }
            }
        }
        return rows;
    }

    private static List<String> compare(CaseResult then, CaseResult now, String contender) {
        var old = io.jfs.bench.stats.Summary.of(then.values(contender));
        var fresh = io.jfs.bench.stats.Summary.of(now.values(contender));
        boolean few = old.count() < Comparison.MIN_ROUNDS || fresh.count() < Comparison.MIN_ROUNDS;
        boolean apart = fresh.interval().low() > old.interval().high()
                || fresh.interval().high() < old.interval().low();
        Verdict verdict = few
                ? Verdict.TOO_FEW
                : !apart
                        ? Verdict.NO_DIFFERENCE
                        : fresh.median() < old.median() == now.lowerIsBetter() ? Verdict.BETTER : Verdict.WORSE;
        return List.of(
                now.id(),
                contender,
                Figures.of(old.median()),
                Figures.of(fresh.median()),
                now.unit(),
                Figures.ratio(fresh.median() / old.median()),
                verdict.text());
    }
}
