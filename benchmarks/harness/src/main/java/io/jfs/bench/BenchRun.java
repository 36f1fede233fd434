package io.jfs.bench;

import io.jfs.bench.contender.Backend;
import io.jfs.bench.contender.Contender;
import io.jfs.bench.contender.Contenders;
import io.jfs.bench.data.DataSet;
import io.jfs.bench.measure.Machine;
import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.Sample;
import io.jfs.bench.workload.Bench;
import io.jfs.bench.workload.Case;
import io.jfs.bench.workload.Outcome;
import io.jfs.bench.workload.Workloads;
import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Measures what a plan says. */
public final class BenchRun {
    private static final long PATIENCE_MILLIS = 60_000;

    private final BenchPlan plan;
    private final BenchListener listener;
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<Contender, Backend> backends = new LinkedHashMap<>();
    private final Map<Case, Cell> cells = new LinkedHashMap<>();
    private final long began = System.nanoTime();
    private int taken;
    private volatile boolean stopped;

    /** What is known of a case so far. */
    private static final class Cell {
        final List<Sample> samples = new ArrayList<>();
        final Map<String, String> failures = new LinkedHashMap<>();
        Optional<String> rightAnswer = Optional.empty();
    }

    private BenchRun(BenchPlan plan, BenchListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * Measures; takes as long as it takes.
     *
     * @return everything, raw
     * @throws IOException if a name in the plan is unknown, or nothing can be measured; a contender that fails is only
     *     noted
     */
    public static Result run(BenchPlan plan, BenchListener listener) throws IOException {
        return run(
                plan,
                plan.contenders().contains(BenchPlan.DRIVERS)
                        ? Contenders.drivers()
                        : Contenders.named(plan.contenders()),
                listener);
    }

    /** As the public one, with these contenders. */
    static Result run(BenchPlan plan, List<Contender> contenders, BenchListener listener) throws IOException {
        BenchRun run = new BenchRun(plan, listener);
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(() -> run.stop(worker), "jfs-bench-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run.measure(contenders);
        } finally {
            if (!run.stopped) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /** When the process is asked to end: the sample under way is finished, and everything is cleaned up. */
    private void stop(Thread worker) {
        stopped = true;
        try {
            worker.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Result measure(List<Contender> wanted) throws IOException {
        Workloads.named(plan.workloads(), plan.size()).forEach(each -> cells.put(each, new Cell()));
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, String> environment = new LinkedHashMap<>(Machine.environment(plan.directory()));
        List<String> warnings = new ArrayList<>(Machine.warnings(plan.directory()));
        Path directory = Files.createDirectory(
                plan.directory().resolve("jfs-bench-" + ProcessHandle.current().pid()));
        try (Bench bench = new Bench(
                new DataSet(Files.createDirectory(directory.resolve("data")), plan.size(), plan.seed()),
                plan.image())) {
            open(wanted, directory);
            if (plan.order() == BenchPlan.Order.BLOCKED) {
                measureBlocked(bench);
            } else {
                measure(bench);
            }
        } finally {
            close(directory);
        }
        if (stopped) {
            throw new IOException("interrupted; everything has been removed");
        }
        environment.put("load after", Machine.load());
        Machine.warnings(plan.directory()).stream()
                .filter(warning -> !warning.startsWith("the machine is busy") || warnings.isEmpty())
                .filter(warning -> !warnings.contains(warning))
                .forEach(warnings::add);
        return result(started, environment, warnings);
    }

    private void open(List<Contender> wanted, Path directory) throws IOException {
        for (Contender contender : wanted) {
            Path place = Files.createDirectory(directory.resolve("c" + (backends.size() + skipped.size())));
            Optional<String> problem = contender.problem(place);
            if (problem.isPresent()) {
                skip(contender.name(), problem.get());
                continue;
            }
            try {
                backends.put(contender, contender.open(place));
            } catch (IOException e) {
                skip(contender.name(), String.valueOf(e.getMessage()));
            }
        }
        if (backends.isEmpty()) {
            throw new IOException("nothing can be measured: " + skipped);
        }
    }

    private void skip(String what, String why) {
        skipped.put(what, why);
        listener.skipped(what, why);
    }

    private void measure(Bench bench) {
        Random random = new Random(plan.seed());
        for (int round = -plan.warmups(); round < plan.rounds() && !isLate(); round++) {
            listener.round(round, plan.rounds());
            for (Case each : cells.keySet()) {
                if (round == 0 || !each.once()) {
                    for (Contender contender : order(random, round == -plan.warmups() || each.once())) {
                        sample(each, contender, round, bench);
                    }
                }
            }
        }
        if (isLate()) {
            skip("what was left of the rounds", "the time was up");
        }
    }

    private boolean isLate() {
        return plan.maxTime().isPresent()
                && System.nanoTime() - began > plan.maxTime().get().toNanos();
    }

    /** All rounds of one, then of the next. */
    private void measureBlocked(Bench bench) {
        for (Case each : cells.keySet()) {
            for (Contender contender : order(new Random(plan.seed()), true)) {
                for (int round = each.once() ? 0 : -plan.warmups();
                        round < (each.once() ? 1 : plan.rounds());
                        round++) {
                    sample(each, contender, round, bench);
                }
            }
        }
    }

    /** In the first round the control comes first: its answers are the right ones. */
    private List<Contender> order(Random random, boolean first) {
        List<Contender> order = new ArrayList<>(backends.keySet());
        if (plan.order() == BenchPlan.Order.INTERLEAVED) {
            Collections.shuffle(order, random);
        }
        if (first) {
            order.sort(Comparator.comparing(each -> each.kind() != Contender.Kind.CONTROL));
        }
        return order;
    }

    /** Takes one sample; who fails once in a case is left out of it from then on. */
    private void sample(Case each, Contender contender, int round, Bench bench) {
        Cell cell = cells.getOrDefault(each, new Cell());
        Backend backend = backends.get(contender);
        if (stopped
                || isLate()
                || backend == null
                || !each.suits(backend)
                || cell.failures.containsKey(contender.name())) {
            return;
        }
        try {
            Outcome outcome = each.measure(backend, bench);
            check(each, cell, contender, outcome);
            if (round >= 0 && !cell.failures.containsKey(contender.name())) {
                Sample sample = new Sample(
                        contender.name(), round, taken++, outcome.value(), outcome.counters(), outcome.latencies());
                cell.samples.add(sample);
                listener.sampled(each.id(), sample, each.unit());
            }
        } catch (IOException | RuntimeException e) {
            fail(each, cell, contender, Optional.ofNullable(e.getMessage()).orElse(e.toString()));
        }
    }

    /** A fast wrong answer is no result. The first answer counts, and the control comes first where it takes part. */
    private void check(Case each, Cell cell, Contender contender, Outcome outcome) {
        if (!each.comparesAnswers()) {
            return;
        }
        String right = cell.rightAnswer.orElse(outcome.answer());
        cell.rightAnswer = Optional.of(right);
        if (!right.equals(outcome.answer())) {
            fail(each, cell, contender, "wrong answer: " + outcome.answer() + ", not " + right);
        }
    }

    private void fail(Case each, Cell cell, Contender contender, String why) {
        cell.failures.put(contender.name(), why);
        cell.samples.removeIf(sample -> sample.contender().equals(contender.name()));
        listener.skipped(contender.name() + " in " + each.id(), why);
    }

    private Result result(String started, Map<String, String> environment, List<String> warnings) {
        List<CaseResult> cases = new ArrayList<>();
        cells.forEach((each, cell) -> cases.add(new CaseResult(
                each.id(),
                each.workload(),
                each.description(),
                each.unit(),
                true,
                each.parameters(),
                List.copyOf(cell.samples),
                Map.copyOf(cell.failures))));
        List<Result.ContenderInfo> contenders = backends.keySet().stream()
                .map(each -> new Result.ContenderInfo(
                        each.name(), each.kind().name().toLowerCase(java.util.Locale.ROOT), each.description()))
                .toList();
        return new Result(
                Result.SCHEMA,
                plan.command(),
                started,
                plan.seed(),
                plan.size().label(),
                plan.rounds(),
                reference(contenders),
                environment,
                warnings,
                contenders,
                skipped,
                cases);
    }

    private String reference(List<Result.ContenderInfo> contenders) {
        List<String> names = contenders.stream().map(Result.ContenderInfo::name).toList();
        return plan.reference()
                .or(() -> Optional.of("overlay"))
                .filter(names::contains)
                .orElse(names.getFirst());
    }

    /** What cannot be cleaned up is said, and does not take the result with it. */
    private void close(Path directory) {
        backends.forEach((contender, backend) -> {
            try {
                backend.close();
            } catch (IOException e) {
                skip("cleaning up after " + contender.name(), String.valueOf(e.getMessage()));
            }
        });
        try {
            TreeRemover.remove(directory);
        } catch (IOException e) {
            skip("removing " + directory, String.valueOf(e.getMessage()));
        }
    }
}
