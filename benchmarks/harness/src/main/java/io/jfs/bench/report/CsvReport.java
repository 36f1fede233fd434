package io.jfs.bench.report;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Counters;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.Sample;
import java.util.List;
import java.util.stream.Collectors;

/** Every sample as a line of CSV (RFC 4180). */
public final class CsvReport {
    private static final List<String> COUNTERS =
            List.of(Counters.REQUESTS, Counters.SERVER_CPU, Counters.SERVER_RSS, Counters.PAGE_CACHE);

    private CsvReport() {}

    /** The text, with a line of headings. */
    public static String of(Result result) {
        StringBuilder out = new StringBuilder("case,workload,contender,round,order,value,unit");
        COUNTERS.forEach(name -> out.append(',').append(name));
        out.append("\r\n");
        for (CaseResult each : result.cases()) {
            for (Sample sample : each.samples()) {
                out.append(line(each, sample)).append("\r\n");
            }
        }
        return out.toString();
    }

    private static String line(CaseResult each, Sample sample) {
        String counters = COUNTERS.stream()
                .map(name -> sample.counters().containsKey(name)
                        ? "" + sample.counters().get(name)
                        : "")
                .collect(Collectors.joining(","));
        return String.join(
                ",",
                quoted(each.id()),
                quoted(each.workload()),
                quoted(sample.contender()),
                "" + sample.round(),
                "" + sample.order(),
                "" + sample.value(),
                each.unit(),
                counters);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
