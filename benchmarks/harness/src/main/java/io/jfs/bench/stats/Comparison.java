package io.jfs.bench.stats;

import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.Sample;
import io.jfs.bench.stats.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each contender in each case: its summary, and its ratio to the reference, paired by round, so that what the machine
 * did meanwhile to both cancels out.
 */
public final class Comparison {
    /** With fewer rounds nothing is concluded. */
    public static final int MIN_ROUNDS = 5;

    /** With more comparisons than this, each must be surer (Holm's correction). */
    private static final int MANY = 10;

    private static final double ALPHA = 0.05;

    private final List<Row> rows;

    /**
     * One contender in one case.
     *
     * @param ratio to the reference, median of the rounds; empty if there is none
     * @param ratioInterval of the ratio, 95 %
     */
    public record Row(
            CaseResult measured,
            String contender,
            Summary summary,
            Optional<Double> ratio,
            Optional<Interval> ratioInterval,
            Verdict verdict) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Candidate(CaseResult measured, String contender, double[] ratios, double chance) {}

    private Comparison(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Compares all of a result with its reference. */
    public static Comparison of(Result result) {
        return of(result, result.reference());
    }

    /** Compares all of a result with a contender. */
    public static Comparison of(Result result, String reference) {
        List<Candidate> candidates = new ArrayList<>();
        for (CaseResult measured : result.cases()) {
            for (String contender : result.names()) {
                if (measured.values(contender).length > 0) {
                    double[] ratios = ratios(measured.of(contender), measured.of(reference));
                    candidates.add(new Candidate(measured, contender, ratios, PairedTest.chanceOfOne(ratios)));
                }
            }
        }
        Map<Candidate, Boolean> sure = sure(candidates.stream()
                .filter(each -> !each.contender().equals(reference) && each.ratios().length >= MIN_ROUNDS)
                .toList());
        return new Comparison(
                candidates.stream().map(each -> row(each, reference, sure)).toList());
    }

    private static Row row(Candidate each, String reference, Map<Candidate, Boolean> sure) {
        Summary summary = Summary.of(each.measured().values(each.contender()));
        if (each.ratios().length == 0) {
            return new Row(
                    each.measured(), each.contender(), summary, Optional.empty(), Optional.empty(), Verdict.TOO_FEW);
        }
        double ratio = Quantiles.median(each.ratios());
        Interval interval = Bootstrap.ofMedian(each.ratios());
        Verdict verdict;
        if (each.contender().equals(reference)) {
            verdict = Verdict.REFERENCE;
        } else if (!sure.containsKey(each)) {
            verdict = Verdict.TOO_FEW;
        } else if (interval.has(1) || !sure.getOrDefault(each, false)) {
            verdict = Verdict.NO_DIFFERENCE;
        } else {
            verdict = ratio < 1 == each.measured().lowerIsBetter() ? Verdict.BETTER : Verdict.WORSE;
        }
        return new Row(each.measured(), each.contender(), summary, Optional.of(ratio), Optional.of(interval), verdict);
    }

    /** Holm: the surest first, each against the part of alpha that the rest leaves, until one fails. */
    private static Map<Candidate, Boolean> sure(List<Candidate> candidates) {
        List<Candidate> ordered = candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::chance))
                .toList();
        boolean many = ordered.size() > MANY;
        Map<Candidate, Boolean> sure = new HashMap<>();
        boolean passes = true;
        for (int i = 0; i < ordered.size(); i++) {
            double allowed = many ? ALPHA / (ordered.size() - i) : ALPHA;
            passes = ordered.get(i).chance() <= allowed && (passes || !many);
            sure.put(ordered.get(i), passes);
        }
        return sure;
    }

    /** The ratios of the rounds that both have. */
    public static double[] ratios(List<Sample> samples, List<Sample> references) {
        Map<Integer, Double> byRound = new HashMap<>();
        references.forEach(sample -> byRound.put(sample.round(), sample.value()));
        return samples.stream()
                .filter(sample -> byRound.getOrDefault(sample.round(), 0.0) > 0)
                .mapToDouble(sample -> sample.value() / byRound.getOrDefault(sample.round(), Double.NaN))
                .toArray();
    }

    /** All, in the order of the cases. */
    public List<Row> rows() {
        return rows;
    }

    /** Those of one case, the best first. */
    public List<Row> of(CaseResult measured) {
        Comparator<Row> order = Comparator.comparingDouble(row -> row.summary().median());
        return rows.stream()
                .filter(row -> row.measured().id().equals(measured.id()))
                .sorted(measured.lowerIsBetter() ? order : order.reversed())
                .toList();
    }

    /** One contender in one case. */
    public Optional<Row> find(String caseId, String contender) {
        return rows.stream()
                .filter(row ->
                        row.measured().id().equals(caseId) && row.contender().equals(contender))
                .findFirst();
    }
}
