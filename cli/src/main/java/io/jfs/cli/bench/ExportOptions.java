package io.jfs.cli.bench;

import io.jfs.bench.report.CsvReport;
import io.jfs.bench.report.HtmlReport;
import io.jfs.bench.report.JmhReport;
import io.jfs.bench.report.MarkdownReport;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a result is written to. */
final class ExportOptions {
    @Option(names = "--export-json", paramLabel = "FILE", description = "Everything, raw samples and all")
    @Nullable
    Path json;

    @Option(names = "--export-csv", paramLabel = "FILE", description = "A line for each sample")
    @Nullable
    Path csv;

    @Option(names = "--export-markdown", paramLabel = "FILE", description = "Tables")
    @Nullable
    Path markdown;

    @Option(names = "--export-jmh", paramLabel = "FILE", description = "The shape of JMH's JSON, for viewers of such")
    @Nullable
    Path jmh;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "One HTML page with charts, which needs nothing else")
    @Nullable
    Path html;

    void write(Result result) throws IOException {
        write(json, ResultJson::write, result);
        write(csv, CsvReport::of, result);
        write(markdown, MarkdownReport::of, result);
        write(jmh, JmhReport::of, result);
        write(html, HtmlReport::of, result);
    }

    private static void write(@Nullable Path file, Function<Result, String> form, Result result) throws IOException {
        if (file != null) {
            Files.writeString(file, form.apply(result));
        }
    }
}
