package io.jfs.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.bench.Results;
import io.jfs.bench.result.Result;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final Result SLOW = result(30);
    private static final Result FAST = result(10);

    private static Result result(double vfs) {
        return Results.of(
                Results.oneCase("walk/warm", Map.of("overlay", new double[] {10}, "vfs", new double[] {vfs})),
                Results.oneCase("mount/depth=8", Map.of("overlay", new double[] {10}, "vfs", new double[] {vfs})));
    }

    @Test
    void slower_than_the_baseline_allows_is_a_violation() {
        Gate gate = Gate.parse("vfs.walk/warm.median > 1.1*baseline");
        assertThat(gate.violations(SLOW, Optional.of(FAST)))
                .containsExactly("vfs.walk/warm.median is 30.000, above 11.000 (vfs.walk/warm.median > 1.1*baseline)");
        assertThat(gate.violations(FAST, Optional.of(FAST))).isEmpty();
    }

    @Test
    void a_limit_may_be_a_number_and_a_metric_a_counter() {
        assertThat(Gate.parse("*.mount.requests > 9").violations(FAST, Optional.empty()))
                .hasSize(2);
        assertThat(Gate.parse("vfs.*.ratio > 2").violations(SLOW, Optional.empty()))
                .hasSize(2);
        assertThat(Gate.parse("vfs.*.p95 < 20").violations(SLOW, Optional.empty()))
                .isEmpty();
    }

    @Test
    void a_condition_about_nothing_that_was_measured_is_met() {
        assertThat(Gate.parse("btrfs.walk.median > 1").violations(FAST, Optional.empty()))
                .containsExactly("'btrfs.walk.median > 1' is about nothing that was measured");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vfs.walk.median",
                "vfs.walk.speed > 1",
                "vfs > 1",
                "vfs.walk.median > baseline",
                "a.b.median > 2x"
            })
    void what_is_malformed_is_named(String text) {
        assertThatThrownBy(() -> Gate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
