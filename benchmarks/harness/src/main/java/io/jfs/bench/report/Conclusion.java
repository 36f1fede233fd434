package io.jfs.bench.report;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.stats.Comparison;
import io.jfs.bench.stats.Comparison.Row;
import io.jfs.bench.stats.Quantiles;
import io.jfs.bench.stats.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which driver should be used here, in plain sentences. */
public final class Conclusion {
    private static final double CLOSE = 1.1;

    /** The driver whose times hide what it takes of the disk: it is not chosen where another can be had. */
    private static final String COPIES = "vfs";

    private Conclusion() {}

    /**
     * A driver over all cases that every driver has.
     *
     * @param cost how many times the best driver's time it takes, geometric mean over the cases
     * @param wins in how many cases it is the best, or within a tenth of it
     */
    private record Score(String name, double cost, int wins, String worstCase, double worst) {}

    /** One paragraph; says also what makes it doubtful. */
    public static String of(Result result) {
        return String.join(" ", sentences(result));
    }

    /** The first sentence is the answer. */
    static List<String> sentences(Result result) {
        List<String> drivers = result.contenders().stream()
                .filter(each -> each.kind().equals("driver"))
                .map(Result.ContenderInfo::name)
                .toList();
        List<CaseResult> common = result.cases().stream()
                .filter(each -> each.unit().equals("ms"))
                .filter(each -> drivers.stream().allMatch(name -> each.values(name).length > 0))
                .toList();
        if (drivers.isEmpty() || common.isEmpty()) {
            return List.of("No conclusion: there is no workload that every driver of jfs did.");
        }
        List<String> sharing =
                drivers.stream().filter(name -> !name.equals(COPIES)).toList();
        List<String> choice = sharing.isEmpty() ? drivers : sharing;
        List<Score> scores = choice.stream()
                .map(name -> score(name, choice, common))
                .sorted(Comparator.comparingDouble(Score::cost))
                .toList();
        return sentences(result, scores, common);
    }

    private static Score score(String name, List<String> drivers, List<CaseResult> cases) {
        double logs = 0;
        int wins = 0;
        String worstCase = "";
        double worst = 0;
        for (CaseResult each : cases) {
            double best = drivers.stream()
                    .mapToDouble(driver -> Quantiles.median(each.values(driver)))
                    .min()
                    .orElseThrow();
            double cost = Quantiles.median(each.values(name)) / best;
            logs += Math.log(cost);
            wins += cost <= CLOSE ? 1 : 0;
            if (cost > worst) {
                worst = cost;
                worstCase = each.id();
            }
        }
        return new Score(name, Math.exp(logs / cases.size()), wins, worstCase, worst);
    }

    private static List<String> sentences(Result result, List<Score> scores, List<CaseResult> cases) {
        Score best = scores.getFirst();
        Comparison comparison = Comparison.of(result, best.name());
        List<String> sentences = new ArrayList<>();
        sentences.add(answer(scores, cases.size()));
        for (Score other : scores.subList(1, scores.size())) {
            sentences.add(
                    isNotProven(comparison, other, cases)
                            ? "Between " + best.name() + " and " + other.name()
                                    + " no difference is proven in any of them."
                            : other.name() + " takes " + Figures.ratio(other.cost() / best.cost())
                                    + " its time on average, and at worst " + Figures.ratio(other.worst())
                                    + " the best's (" + other.worstCase() + ").");
        }
        if (result.names().contains(COPIES)) {
            sentences.add(ofCopies(best, cases));
        }
        control(result).ifPresent(sentences::add);
        doubts(result, cases).ifPresent(sentences::add);
        return sentences;
    }

    private static String ofCopies(Score best, List<CaseResult> cases) {
        String space = " the space and the time of the whole image for each root and each layer, unless the"
                + " filesystem shares blocks.";
        if (best.name().equals(COPIES)) {
            return "But " + COPIES + " takes" + space;
        }
        Score copies = score(COPIES, List.of(best.name()), cases);
        return COPIES + " takes " + Figures.ratio(copies.cost()) + " its time on average, but" + space;
    }

    private static String answer(List<Score> scores, int cases) {
        Score best = scores.getFirst();
        if (scores.size() == 1) {
            return "No choice: " + best.name() + " is the only driver of jfs that took part and shares layers.";
        }
        String worst = "; its worst is " + best.worstCase() + ", " + Figures.ratio(best.worst()) + " the best's time";
        return "Use " + best.name() + " here: of " + scores.size()
                + " drivers it was the fastest, or within a tenth of it, in " + best.wins() + " of " + cases
                + " workloads" + (best.wins() < cases ? worst : "") + ".";
    }

    /** Enough was measured to say so. */
    private static boolean isNotProven(Comparison comparison, Score other, List<CaseResult> cases) {
        return cases.stream()
                .map(each -> comparison.find(each.id(), other.name()))
                .flatMap(Optional::stream)
                .allMatch(row -> row.verdict() == Verdict.NO_DIFFERENCE);
    }

    private static Optional<String> control(Result result) {
        Optional<String> control = result.contenders().stream()
                .filter(each -> each.kind().equals("control"))
                .map(Result.ContenderInfo::name)
                .findFirst();
        if (control.isEmpty() || result.kind(result.reference()).equals("control")) {
            return Optional.empty();
        }
        double[] ratios = Comparison.of(result, control.get()).rows().stream()
                .filter(row -> row.contender().equals(result.reference())
                        && row.measured().unit().equals("ms"))
                .map(Row::ratio)
                .flatMap(Optional::stream)
                .mapToDouble(Math::log)
                .toArray();
        return ratios.length == 0
                ? Optional.empty()
                : Optional.of("A plain directory without layers would take "
                        + Figures.ratio(1
                                / Math.exp(java.util.Arrays.stream(ratios)
                                        .average()
                                        .orElse(0)))
                        + " the time of " + result.reference() + ".");
    }

    private static Optional<String> doubts(Result result, List<CaseResult> cases) {
        boolean few = cases.stream()
                .flatMap(each -> result.names().stream().map(name -> each.values(name).length))
                .filter(count -> count > 0)
                .anyMatch(count -> count < Comparison.MIN_ROUNDS);
        List<String> doubts = new ArrayList<>();
        if (few) {
            doubts.add("There were fewer than " + Comparison.MIN_ROUNDS + " rounds: take this as a hint only.");
        }
        if (!result.warnings().isEmpty()) {
            doubts.add("Doubtful: " + String.join("; ", result.warnings()) + ".");
        }
        return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", doubts));
    }
}
