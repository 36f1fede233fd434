package io.jfs.bench.report;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Comparison;
import io.jfs.bench.stats.Comparison.Row;
import io.jfs.bench.stats.Verdict;
import java.util.Optional;

/** Cases down, contenders across; the colour is the ratio to the reference, and so is the number. */
final class HeatMap {
    private static final double[] STEPS = {0.5, 0.8, 0.95, 1.05, 1.25, 2, 5, 15};

    private HeatMap() {}

    static String of(Result result, Comparison comparison) {
        StringBuilder out =
                new StringBuilder("<div class=\"scroll\"><table class=\"heat\"><thead><tr><th>workload</th>");
        result.names()
                .forEach(name -> out.append("<th>").append(Svg.breakable(name)).append("</th>"));
        out.append("</tr></thead><tbody>");
        for (CaseResult measured : result.cases()) {
            out.append("<tr><th><a href=\"#").append(Svg.escape(measured.id())).append("\">");
            out.append(Svg.escape(measured.id())).append("</a></th>");
            result.names().forEach(name -> out.append(cell(measured, name, comparison)));
            out.append("</tr>");
        }
        return out + "</tbody></table></div>";
    }

    private static String cell(CaseResult measured, String name, Comparison comparison) {
        if (measured.failures().containsKey(name)) {
            return "<td class=\"failed\" title=\""
                    + Svg.escape(measured.failures().getOrDefault(name, "")) + "\">failed</td>";
        }
        Optional<Row> row = comparison.find(measured.id(), name);
        if (row.isEmpty()) {
            return "<td class=\"none\">–</td>";
        }
        String value = Figures.of(row.get().summary().median()) + " " + measured.unit();
        Verdict verdict = row.get().verdict();
        if (row.get().ratio().isEmpty() || verdict == Verdict.REFERENCE) {
            return "<td class=\"h" + step(1) + "\">" + value + "</td>";
        }
        double ratio = row.get().ratio().get();
        boolean sure = verdict == Verdict.BETTER || verdict == Verdict.WORSE;
        return "<td class=\"h" + step(ratio) + (sure ? "" : " unsure") + "\" title=\"" + value + ", " + verdict.text()
                + "\">" + (sure ? "" : "≈ ") + Figures.ratio(ratio) + "<br><small>" + value + "</small></td>";
    }

    private static int step(double ratio) {
        int step = 0;
        while (step < STEPS.length && ratio > STEPS[step]) {
            step++;
        }
        return step;
    }
}
