package io.jfs.bench.report;

import io.jfs.bench.report.LineChart.Point;
import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.Sample;
import io.jfs.bench.stats.Comparison;
import io.jfs.bench.stats.Quantiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A result as one page that needs nothing else: no script, no other file, light and dark, wide and narrow. */
public final class HtmlReport {
    private final Result result;
    private final Comparison comparison;
    private final StringBuilder out = new StringBuilder();

    private HtmlReport(Result result) {
        this.result = result;
        this.comparison = Comparison.of(result);
    }

    /** The page. */
    public static String of(Result result) {
        HtmlReport report = new HtmlReport(result);
        report.page();
        return report.out.toString();
    }

    private void page() {
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        out.append("<title>jfs bench, ").append(Svg.escape(result.started())).append("</title><style>");
        out.append(styleSheet()).append("</style></head><body><main>");
        head();
        section("Ratios to " + result.reference());
        paragraph("Times and sizes of each contender divided by those of " + result.reference()
                + ", paired by round; less is better. Where it is pale, after ≈, no difference is proven.");
        out.append(HeatMap.of(result, comparison));
        byWorkload().forEach(this::workload);
        environment();
        out.append("</main></body></html>\n");
    }

    private static String styleSheet() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is part of this module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head() {
        out.append("<h1>Storage drivers compared</h1>");
        List<String> sentences = Conclusion.sentences(result);
        out.append("<p class=\"lead\">")
                .append(Svg.escape(sentences.getFirst()))
                .append("</p>");
        paragraph(String.join(" ", sentences.subList(1, sentences.size())));
        result.warnings()
                .forEach(each -> out.append("<p class=\"warning\">")
                        .append(Svg.escape(each))
                        .append("</p>"));
        out.append("<pre>").append(Svg.escape(result.command())).append("</pre>");
        paragraph(result.started() + " · " + result.environment().getOrDefault("kernel", "") + " · "
                + result.environment().getOrDefault("filesystem", "") + " · size " + result.size() + " · seed "
                + result.seed());
    }

    private void section(String title) {
        out.append("<h2 id=\"")
                .append(Svg.escape(title))
                .append("\">")
                .append(Svg.escape(title))
                .append("</h2>");
    }

    private void paragraph(String text) {
        out.append("<p>").append(Svg.escape(text)).append("</p>");
    }

    private Map<String, List<CaseResult>> byWorkload() {
        return result.cases().stream()
                .filter(each -> !each.samples().isEmpty() || !each.failures().isEmpty())
                .collect(Collectors.groupingBy(CaseResult::workload, LinkedHashMap::new, Collectors.toList()));
    }

    private void workload(String name, List<CaseResult> cases) {
        section(name);
        axis(cases).ifPresent(axis -> lines(name, axis, cases));
        for (CaseResult each : cases) {
            out.append("<h3 id=\"").append(Svg.escape(each.id())).append("\">").append(Svg.escape(each.id()));
            out.append("</h3>");
            paragraph(each.description() + "; in " + each.unit() + ", less is better.");
            if (!each.samples().isEmpty()) {
                figure(BarChart.of(each, comparison, result.names()));
                table(Tables.details(each, comparison));
                latencies(each);
            }
            each.failures().forEach((who, why) -> paragraph(who + " failed: " + why));
        }
    }

    private void figure(String svg) {
        out.append("<figure>").append(svg).append("</figure>");
    }

    /** The parameter that is a number and differs between the cases. */
    private static Optional<String> axis(List<CaseResult> cases) {
        return cases.getFirst().parameters().keySet().stream()
                .filter(name ->
                        cases.stream().allMatch(each -> number(each, name).isPresent()))
                .filter(name -> cases.size() > 1)
                .findFirst();
    }

    private static Optional<Double> number(CaseResult each, String parameter) {
        String value = each.parameters().getOrDefault(parameter, "");
        return value.matches("\\d+") ? Optional.of(Double.valueOf(value)) : Optional.empty();
    }

    private void lines(String name, String axis, List<CaseResult> cases) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(axis));
        head.addAll(result.names());
        rows.add(head);
        List<CaseResult> ordered = cases.stream()
                .sorted(Comparator.comparingDouble(each -> number(each, axis).orElse(0.0)))
                .toList();
        for (CaseResult each : ordered) {
            List<String> row = new ArrayList<>(List.of(each.parameters().getOrDefault(axis, "")));
            for (String contender : result.names()) {
                double[] values = each.values(contender);
                row.add(values.length == 0 ? "–" : Figures.of(Quantiles.median(values)));
                if (values.length > 0) {
                    lines.computeIfAbsent(contender, ignored -> new ArrayList<>())
                            .add(new Point(number(each, axis).orElse(0.0), Quantiles.median(values)));
                }
            }
            rows.add(row);
        }
        String unit = cases.getFirst().unit();
        figure(new LineChart(name + " over " + axis, axis, unit).of(lines, result.names(), false));
        table(rows);
    }

    private void latencies(CaseResult each) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CONTENDER", "P50 µs", "P90 µs", "P99 µs", "MAX µs"));
        for (String contender : result.names()) {
            List<List<Double>> all = each.of(contender).stream()
                    .map(Sample::latencies)
                    .filter(list -> !list.isEmpty())
                    .toList();
            if (all.isEmpty()) {
                continue;
            }
            List<Point> line = new ArrayList<>();
            for (int percent = 0; percent < all.getFirst().size(); percent++) {
                line.add(new Point(middle(all, percent), percent / 100.0));
            }
            lines.put(contender, line);
            rows.add(List.of(
                    contender,
                    Figures.of(middle(all, 50)),
                    Figures.of(middle(all, 90)),
                    Figures.of(middle(all, 99)),
                    Figures.of(middle(all, 100))));
        }
        if (!lines.isEmpty()) {
            paragraph("How many of the single operations took at most so long (medians of the rounds):");
            figure(new LineChart(each.id() + ": latencies", "µs", "share of operations")
                    .of(lines, result.names(), true));
            table(rows);
        }
    }

    private static double middle(List<List<Double>> all, int percent) {
        return Quantiles.median(
                all.stream().mapToDouble(each -> each.get(percent)).toArray());
    }

    private void table(List<List<String>> rows) {
        out.append("<div class=\"scroll\"><table><thead><tr>");
        rows.getFirst()
                .forEach(cell -> out.append("<th>").append(Svg.breakable(cell)).append("</th>"));
        out.append("</tr></thead><tbody>");
        for (List<String> row : rows.subList(1, rows.size())) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                String tag = i == 0 ? "th" : "td";
                out.append('<').append(tag).append('>');
                out.append(i == 0 ? Svg.breakable(row.get(i)) : Svg.escape(row.get(i)));
                out.append("</").append(tag).append('>');
            }
            out.append("</tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void environment() {
        section("Contenders");
        List<List<String>> contenders = new ArrayList<>(List.of(List.of("name", "kind", "how")));
        result.contenders().forEach(each -> contenders.add(List.of(each.name(), each.kind(), each.description())));
        result.skipped().forEach((what, why) -> contenders.add(List.of(what, "skipped", why)));
        table(contenders);
        section("Environment");
        List<List<String>> facts = new ArrayList<>(List.of(List.of("fact", "value")));
        result.environment().forEach((name, value) -> facts.add(List.of(name, value)));
        table(facts);
        paragraph("Median with a 95 % interval by bootstrap; a verdict needs " + Comparison.MIN_ROUNDS
                + " rounds and, with more than ten comparisons, Holm's correction. Outliers are counted in.");
    }
}
