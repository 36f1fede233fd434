package io.jfs.bench.report;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.stats.Comparison;
import io.jfs.bench.stats.Comparison.Row;
import java.util.Arrays;
import java.util.List;

/** Medians as bars with their interval and every sample; points on a logarithmic axis where they differ too much. */
final class BarChart {
    private static final int WIDTH = 720;
    private static final int LABELS = 210;
    private static final int LABEL_CHARACTERS = 29;
    private static final int ROW = 26;
    private static final int FOOT = 34;

    private BarChart() {}

    static String of(CaseResult measured, Comparison comparison, List<String> names) {
        List<Row> rows = comparison.of(measured);
        double[] all = rows.stream()
                .flatMapToDouble(row -> Arrays.stream(measured.values(row.contender())))
                .sorted()
                .toArray();
        int height = rows.size() * ROW + FOOT;
        Svg svg = new Svg(WIDTH, height, measured.id() + " in " + measured.unit() + ", less is better");
        Scale scale = Scale.of(all[0], all[all.length - 1], LABELS, WIDTH - 16);
        axis(svg, scale, rows.size() * ROW, measured.unit());
        for (int i = 0; i < rows.size(); i++) {
            row(
                    svg,
                    scale,
                    rows.get(i),
                    i * ROW + ROW / 2.0,
                    names.indexOf(rows.get(i).contender()));
        }
        return svg.toString();
    }

    private static void axis(Svg svg, Scale scale, int bottom, String unit) {
        for (double tick : scale.ticks()) {
            svg.line(scale.at(tick), 0, scale.at(tick), bottom, "grid");
            svg.text(scale.at(tick), bottom + 14, "middle", "tick", Figures.of(tick));
        }
        svg.text(
                WIDTH - 16,
                bottom + 29,
                "end",
                "tick",
                unit + ", less is better" + (scale.isLog() ? ", log scale" : ""));
    }

    private static void row(Svg svg, Scale scale, Row row, double y, int color) {
        svg.name(LABELS - 8, y + 4, "end", row.contender(), LABEL_CHARACTERS);
        double median = scale.at(row.summary().median());
        if (!scale.isLog()) {
            svg.rectangle(scale.from(), y - 8, median - scale.from(), 16, "bar c" + color);
        } else {
            svg.dot(
                    median,
                    y,
                    6,
                    "c" + color,
                    "median " + Figures.of(row.summary().median()));
        }
        for (double value : row.measured().values(row.contender())) {
            svg.dot(scale.at(value), y, 2.2, "raw", Figures.of(value));
        }
        double low = scale.at(row.summary().interval().low());
        double high = scale.at(row.summary().interval().high());
        svg.line(low, y, high, y, "whisker");
        svg.line(low, y - 5, low, y + 5, "whisker");
        svg.line(high, y - 5, high, y + 5, "whisker");
    }
}
