package io.jfs.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jfs.bench.Results;
import io.jfs.bench.result.CaseResult;
import io.jfs.bench.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Comparison.Row row(double[] overlay, double[] vfs) {
        Result result = Results.of(Results.oneCase("walk", Map.of("overlay", overlay, "vfs", vfs)));
        return Comparison.of(result).find("walk", "vfs").orElseThrow();
    }

    @Test
    void drift_of_the_machine_cancels_out_because_ratios_are_paired_by_round() {
        double[] drifting = {10, 20, 40, 80, 160, 320};
        Comparison.Row row = row(drifting, new double[] {20, 40, 80, 160, 320, 640});
        assertThat(row.ratio().orElseThrow()).isCloseTo(2, within(1e-9));
        assertThat(row.verdict()).isEqualTo(Verdict.WORSE);
    }

    @Test
    void what_is_faster_in_every_round_is_better() {
        assertThat(row(new double[] {10, 11, 10, 12, 10, 11}, new double[] {5, 6, 5, 6, 5, 5})
                        .verdict())
                .isEqualTo(Verdict.BETTER);
    }

    @Test
    void what_is_faster_now_and_slower_then_is_no_difference() {
        assertThat(row(new double[] {10, 10, 10, 10, 10, 10}, new double[] {9, 11, 9, 11, 9, 11})
                        .verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE);
    }

    @Test
    void four_rounds_say_nothing() {
        assertThat(row(new double[] {10, 10, 10, 10}, new double[] {1, 1, 1, 1}).verdict())
                .isEqualTo(Verdict.TOO_FEW);
    }

    @Test
    void rounds_that_the_reference_lacks_do_not_count() {
        Comparison.Row row = row(new double[] {10, 10}, new double[] {20, 20, 99});
        assertThat(row.ratio().orElseThrow()).isEqualTo(2);
    }

    /** Noise around nothing: of forty comparisons, two would be wrong at 5 % each. */
    @Test
    void among_many_comparisons_of_the_same_thing_none_differs() {
        Random random = new Random(7);
        List<CaseResult> cases = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double[] overlay = random.doubles(9, 9, 11).toArray();
            double[] vfs = random.doubles(9, 9, 11).toArray();
            cases.add(Results.oneCase("case" + i, Map.of("overlay", overlay, "vfs", vfs)));
        }
        Comparison comparison = Comparison.of(Results.of(cases.toArray(CaseResult[]::new)));
        assertThat(comparison.rows().stream()
                        .filter(row -> row.contender().equals("vfs"))
                        .map(Comparison.Row::verdict))
                .containsOnly(Verdict.NO_DIFFERENCE);
    }

    @Test
    void the_interval_of_a_median_has_it_and_is_the_same_each_time() {
        double[] values = new Random(1).doubles(30, 0, 100).toArray();
        Bootstrap.Interval interval = Bootstrap.ofMedian(values);
        assertThat(interval.has(Quantiles.median(values))).isTrue();
        assertThat(Bootstrap.ofMedian(values)).isEqualTo(interval);
    }

    @Test
    void an_outlier_is_counted_and_stays_in() {
        Summary summary = Summary.of(10, 10.1, 9.9, 10, 10.2, 500);
        assertThat(summary.outliers()).isEqualTo(1);
        assertThat(summary.count()).isEqualTo(6);
    }

    /** Tables of Student's distribution: 2.776 is the 97.5 % point of four degrees of freedom, 2.262 that of nine. */
    @Test
    void chances_are_those_of_the_tables() {
        assertThat(PairedTest.twoSided(2.776, 4)).isCloseTo(0.05, within(1e-4));
        assertThat(PairedTest.twoSided(2.262, 9)).isCloseTo(0.05, within(1e-4));
        assertThat(PairedTest.twoSided(4.604, 4)).isCloseTo(0.01, within(1e-5));
        assertThat(PairedTest.twoSided(0, 9)).isCloseTo(1, within(1e-9));
        assertThat(PairedTest.chanceOfOne(2, 2, 2, 2, 2)).isZero();
        assertThat(PairedTest.chanceOfOne(1, 1, 1)).isEqualTo(1);
    }
}
