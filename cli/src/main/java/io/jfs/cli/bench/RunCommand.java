package io.jfs.cli.bench;

import io.jfs.bench.BenchCatalog;
import io.jfs.bench.BenchPlan;
import io.jfs.bench.BenchPlan.Order;
import io.jfs.bench.BenchRun;
import io.jfs.bench.data.DataSize;
import io.jfs.bench.gate.Gate;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.ResultJson;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        description = {
            "Compare storage drivers, and what others have for the same purpose, by whole-filesystem workloads.",
            "In each round every contender does every workload once, in an order that the seed chooses; every result is"
                    + " checked against that of a plain directory. Ends with 1 if a --fail-if is met."
        },
        footer = {
            "",
            "Example:",
            "  jfs bench run --quick",
            "  jfs bench run --drivers all --size medium -r 10 --export-json run.json --report run.html",
            "  jfs bench run --fail-if 'fuse-union.walk/warm.median > 1.1*baseline' --baseline run.json"
        })
final class RunCommand extends JfsCommand {
    private static final int QUICK_ROUNDS = 5;
    private static final Duration QUICK_TIME = Duration.ofSeconds(85);

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--quick", description = "A first answer in less than two minutes: which driver should I use here?")
    boolean quick;

    @Option(
            names = "--drivers",
            split = ",",
            paramLabel = "NAME",
            description = "Contenders, see 'jfs bench ls'; 'all', or 'drivers' for those of jfs (default). Options of a"
                    + " driver: fuse-union:open=zero+transport=libfuse")
    List<String> drivers = new ArrayList<>();

    @Option(names = "--workloads", split = ",", paramLabel = "NAME", description = "Workloads or cases (default: all)")
    List<String> workloads = new ArrayList<>();

    @Option(names = "--size", paramLabel = "SIZE", description = "small, medium or large (default: ${DEFAULT-VALUE})")
    DataSize size = DataSize.SMALL;

    @Option(
            names = {"-r", "--rounds", "--runs"},
            paramLabel = "N",
            description = "How often (default: 10)")
    @Nullable
    Integer rounds;

    @Option(
            names = {"-w", "--warmup"},
            paramLabel = "N",
            description = "Rounds before, thrown away (default: 1)")
    @Nullable
    Integer warmups;

    @Option(names = "--seed", paramLabel = "N", description = "Of data and order (default: ${DEFAULT-VALUE})")
    long seed = 42;

    @Option(
            names = "--reference",
            paramLabel = "NAME",
            description = "Whom the others are divided by (default: overlay)")
    @Nullable
    String reference;

    @Option(names = "--order", paramLabel = "ORDER", description = "interleaved or blocked (default: ${DEFAULT-VALUE})")
    Order order = Order.INTERLEAVED;

    @Option(names = "--max-time", paramLabel = "SECONDS", description = "Take no sample after so long")
    @Nullable
    Integer maxTime;

    @Option(names = "--image", paramLabel = "ARCHIVE", description = "An OCI archive for unpack and start")
    @Nullable
    Path image;

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            description =
                    "CONTENDER.CASE.METRIC > NUMBER[*baseline]; metrics: median, p5, p95, ratio, requests, cpu, rss;"
                            + " * is any; repeatable")
    List<String> failIf = new ArrayList<>();

    @Option(names = "--baseline", paramLabel = "FILE", description = "The JSON of an earlier run, for --fail-if")
    @Nullable
    Path baseline;

    @Option(names = "--details", description = "Print all figures of every case")
    boolean details;

    @Mixin
    PlaceOption place = new PlaceOption();

    @Mixin
    ExportOptions exports = new ExportOptions();

    RunCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        List<Gate> gates = gates();
        Optional<Result> before = baseline == null ? Optional.empty() : Optional.of(ResultJson.read(baseline));
        if (before.isEmpty() && gates.stream().anyMatch(Gate::relative)) {
            throw new UsageException("--fail-if: a multiple of the baseline needs --baseline FILE");
        }
        BenchCatalog.warnings(place.existing()).forEach(warning -> session.err().line("jfs: warning: " + warning));
        Result result = BenchRun.run(plan(), new RunLog(session.err()));
        exports.write(result);
        ResultPrinter printer = new ResultPrinter(out());
        if (details) {
            printer.details(result);
        }
        printer.summary(result);
        List<String> violations = new ArrayList<>();
        gates.forEach(gate -> violations.addAll(gate.violations(result, before)));
        violations.forEach(line -> session.err().line("jfs: " + line));
        return violations.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private List<Gate> gates() {
        try {
            return failIf.stream().map(Gate::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--fail-if: " + e.getMessage());
        }
    }

    private BenchPlan plan() throws IOException {
        int times = Optional.ofNullable(rounds).orElse(quick ? QUICK_ROUNDS : 10);
        int before = Optional.ofNullable(warmups).orElse(quick ? 0 : 1);
        if (times < 1 || before < 0) {
            throw new UsageException("rounds must be at least 1, warm-ups at least 0");
        }
        if (image != null && !Files.isRegularFile(image)) {
            throw CommandException.failed("--image: " + image + " is no file");
        }
        Optional<Duration> time = Optional.ofNullable(maxTime)
                .map(Duration::ofSeconds)
                .or(() -> quick ? Optional.of(QUICK_TIME) : Optional.empty());
        return new BenchPlan(
                command(),
                drivers.isEmpty() ? List.of(BenchPlan.DRIVERS) : drivers,
                !workloads.isEmpty() ? workloads : quick ? BenchCatalog.quickWorkloads() : List.of("all"),
                size,
                times,
                before,
                seed,
                Optional.ofNullable(reference),
                order,
                time,
                place.existing(),
                Optional.ofNullable(image).map(Path::toAbsolutePath));
    }

    private String command() {
        CommandSpec known = spec;
        return known == null
                ? "jfs bench run"
                : "jfs "
                        + String.join(
                                " ", known.root().commandLine().getParseResult().originalArgs());
    }
}
