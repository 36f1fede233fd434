package io.jfs.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Summary;

/** A result in the shape of JMH's JSON, for the tools that show such. */
public final class JmhReport {
    private JmhReport() {}

    /** An array with an object for each contender in each case. */
    public static String of(Result result) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (CaseResult each : result.cases()) {
            for (String contender : result.names()) {
                if (each.values(contender).length > 0) {
                    all.add(entry(result, each, contender));
                }
            }
        }
        return all.toPrettyString() + "\n";
    }

    private static ObjectNode entry(Result result, CaseResult each, String contender) {
        double[] values = each.values(contender);
        Summary summary = Summary.of(values);
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("benchmark", "io.jfs.bench." + each.workload());
        entry.put("mode", "ss")
                .put("threads", 1)
                .put("forks", 1)
                .put("jvm", result.environment().getOrDefault("java", ""));
        entry.put("warmupIterations", 0).put("measurementIterations", values.length);
        ObjectNode parameters = entry.putObject("params").put("contender", contender);
        each.parameters().forEach(parameters::put);
        ObjectNode metric = entry.putObject("primaryMetric");
        metric.put("score", summary.median()).put("scoreError", summary.deviation());
        metric.putArray("scoreConfidence")
                .add(summary.interval().low())
                .add(summary.interval().high());
        ObjectNode percentiles = metric.putObject("scorePercentiles");
        percentiles.put("5.0", summary.p5()).put("50.0", summary.median()).put("95.0", summary.p95());
        metric.put("scoreUnit", each.unit() + "/op");
        ArrayNode raw = metric.putArray("rawData").addArray();
        for (double value : values) {
            raw.add(value);
        }
        ObjectNode secondary = entry.putObject("secondaryMetrics");
        each.of(contender).stream()
                .flatMap(sample -> sample.counters().keySet().stream())
                .distinct()
                .sorted()
                .forEach(name -> each.counter(contender, name)
                        .ifPresent(value ->
                                secondary.putObject(name).put("score", value).put("scoreUnit", name)));
        return entry;
    }
}
