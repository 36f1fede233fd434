package io.jfs.bench.gate;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Counters;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Comparison;
import io.jfs.bench.stats.Comparison.Row;
import io.jfs.bench.stats.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition such as {@code fuse-union.walk/warm.median > 1.1*baseline}: who, in which case, which figure, compared
 * with a number or with a multiple of the same figure of an earlier result.
 *
 * @param contender its name; {@code *} for any
 * @param caseId the case's id, or a workload for all its cases; {@code *} for any
 * @param metric {@code median}, {@code p5}, {@code p95}, {@code ratio} (to the reference), {@code requests},
 *     {@code cpu}, {@code rss}
 * @param above whether it fails above the limit, else below it
 * @param factor the limit, or what the baseline's figure is multiplied by
 * @param relative whether the limit is a multiple of the baseline
 */
public record Gate(
        String text, String contender, String caseId, String metric, boolean above, double factor, boolean relative) {
    private static final Pattern SYNTAX = Pattern.compile(
            "\\s*([^.\\s]+)\\.(\\S+)\\.([a-z0-9]+)\\s*(>|<)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(\\*\\s*baseline)?\\s*");

    private static final Map<String, String> COUNTERS =
            Map.of("requests", Counters.REQUESTS, "cpu", Counters.SERVER_CPU, "rss", Counters.SERVER_RSS);

    private static final List<String> OF_SUMMARY = List.of("median", "p5", "p95", "ratio");

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException says what is wrong with it
     */
    public static Gate parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "condition '" + text + "': not of the form CONTENDER.CASE.METRIC > NUMBER[*baseline]");
        }
        String metric = matcher.group(3);
        if (!OF_SUMMARY.contains(metric) && !COUNTERS.containsKey(metric)) {
            throw new IllegalArgumentException("condition '" + text + "': metric " + metric
                    + " is not one of median, p5, p95, ratio, requests, cpu, rss");
        }
        boolean relative = matcher.group(6) != null;
        return new Gate(
                text.strip(),
                matcher.group(1),
                matcher.group(2),
                metric,
                matcher.group(4).equals(">"),
                Double.parseDouble(matcher.group(5)),
                relative);
    }

    /**
     * Where a result meets the condition, a line each; also if nothing was measured that it could be asked of.
     *
     * @throws IllegalArgumentException if it needs a baseline and there is none
     */
    public List<String> violations(Result result, Optional<Result> baseline) {
        if (relative && baseline.isEmpty()) {
            throw new IllegalArgumentException("condition '" + text + "' needs --baseline");
        }
        List<String> lines = new ArrayList<>();
        boolean asked = false;
        for (CaseResult each : result.cases()) {
            for (String name : result.names()) {
                Optional<Double> value = wants(each, name) ? value(result, each, name) : Optional.empty();
                Optional<Double> limit = value.isEmpty() ? Optional.empty() : limit(each.id(), name, baseline);
                if (value.isPresent() && limit.isPresent()) {
                    asked = true;
                    if (above ? value.get() > limit.get() : value.get() < limit.get()) {
                        lines.add(String.format(
                                Locale.ROOT,
                                "%s.%s.%s is %.3f, %s %.3f (%s)",
                                name,
                                each.id(),
                                metric,
                                value.get(),
                                above ? "above" : "below",
                                limit.get(),
                                text));
                    }
                }
            }
        }
        return asked ? lines : List.of("'" + text + "' is about nothing that was measured");
    }

    private boolean wants(CaseResult each, String name) {
        boolean who = contender.equals("*") || contender.equals(name);
        return who && (caseId.equals("*") || caseId.equals(each.id()) || caseId.equals(each.workload()));
    }

    private Optional<Double> limit(String id, String name, Optional<Result> baseline) {
        if (!relative) {
            return Optional.of(factor);
        }
        Result before = baseline.orElseThrow();
        return before.find(id).flatMap(each -> value(before, each, name)).map(value -> factor * value);
    }

    private Optional<Double> value(Result result, CaseResult each, String name) {
        double[] values = each.values(name);
        if (values.length == 0) {
            return Optional.empty();
        }
        return switch (metric) {
            case "median" -> Optional.of(Summary.of(values).median());
            case "p5" -> Optional.of(Summary.of(values).p5());
            case "p95" -> Optional.of(Summary.of(values).p95());
            case "ratio" -> Comparison.of(result).find(each.id(), name).flatMap(Row::ratio);
            default -> each.counter(name, COUNTERS.getOrDefault(metric, metric));
        };
    }
}
