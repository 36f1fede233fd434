package io.jfs.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jfs.bench.Results;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private static final double[] TEN = {10, 10, 10, 10, 10.5};
    private static final double[] FIVE = {5, 5, 5, 5, 5.5};
    private static final double[] HUNDRED = {100, 110, 105, 100, 400};

    private final Result result = Results.of(
            Results.oneCase("mount/depth=1", Map.of("overlay", TEN, "vfs", HUNDRED, "plain", FIVE)),
            Results.oneCase("mount/depth=32", Map.of("overlay", TEN, "vfs", HUNDRED, "plain", FIVE)),
            Results.oneCase("walk", Map.of("overlay", TEN, "vfs", FIVE, "plain", FIVE)));

    @TempDir
    Path directory;

    @Test
    void json_keeps_everything() throws IOException {
        Path file = Files.writeString(directory.resolve("r.json"), ResultJson.write(result));
        assertThat(ResultJson.read(file)).isEqualTo(result);
    }

    @Test
    void a_file_that_is_no_result_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("r.json"), "{\"schema\": 7}");
        assertThatThrownBy(() -> ResultJson.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("r.json");
    }

    @Test
    void the_matrix_has_the_reference_s_median_and_ratios() {
        assertThat(Tables.matrix(result))
                .contains(List.of("WORKLOAD", "overlay", "plain", "vfs"), List.of("walk", "10.0 ms", "0.50x", "0.50x"));
    }

    @Test
    void the_conclusion_is_a_plain_sentence() {
        Result three = Results.between(
                List.of("overlay", "btrfs"),
                Results.oneCase("mount", Map.of("overlay", TEN, "btrfs", HUNDRED)),
                Results.oneCase("walk", Map.of("overlay", TEN, "btrfs", FIVE)));
        assertThat(Conclusion.of(three))
                .startsWith("Use overlay here: of 2 drivers it was the fastest, or within a tenth of it, in 1 of 2")
                .contains("btrfs takes 2.29x its time on average", "Doubtful: the machine is busy");
    }

    @Test
    void the_conclusion_does_not_choose_where_nothing_is_proven() {
        double[] likewise = {11, 10, 12, 10, 11};
        Result alike = Results.between(
                List.of("overlay", "btrfs"), Results.oneCase("walk", Map.of("overlay", TEN, "btrfs", likewise)));
        assertThat(Conclusion.of(alike)).contains("Between", "no difference is proven");
    }

    @Test
    void the_conclusion_does_not_choose_copies_where_layers_are_shared() {
        assertThat(Conclusion.of(result))
                .startsWith("No choice: overlay is the only driver of jfs that took part and shares layers.")
                .contains("vfs takes 3.81x its time on average, but the space and the time of the whole image");
    }

    @Test
    void a_long_name_is_broken_in_tables_and_shortened_in_charts() {
        assertThat(Svg.breakable("fuse-union:open=zero&")).isEqualTo("fuse-<wbr>union:<wbr>open=<wbr>zero&amp;");
        assertThat(Svg.breakable("x".repeat(20))).isEqualTo("x".repeat(16) + "<wbr>" + "x".repeat(4));
        assertThat(Svg.shortened("fuse-union:transport=io-uring", 16)).isEqualTo("fuse-un…io-uring");
    }

    @Test
    void csv_has_a_line_for_each_sample() {
        assertThat(CsvReport.of(result).lines())
                .hasSize(1 + 3 * 3 * 5)
                .anyMatch(line -> line.matches("walk,walk,vfs,0,\\d+,5\\.0,ms,10\\.0,,,"));
    }

    @Test
    void viewers_of_jmh_find_what_they_look_for() throws IOException {
        JsonNode first = new ObjectMapper().readTree(JmhReport.of(result)).get(0);
        assertThat(first.get("benchmark").asText()).isEqualTo("io.jfs.bench.mount");
        assertThat(first.at("/primaryMetric/rawData/0")).hasSize(5);
        assertThat(first.at("/params/contender").asText()).isEqualTo("plain");
    }

    @Test
    void the_page_needs_nothing_else_and_shows_each_chart_with_its_numbers() {
        String page = HtmlReport.of(result);
        assertThat(page)
                .doesNotContain("<script", "http://", "https://", "url(", "@import", "<link", "<something>", "NaN")
                .contains("prefers-color-scheme:dark", "does &lt;something&gt;", "jfs bench run --quick", "Linux");
        long charts = count(page, "<svg ");
        assertThat(charts).isEqualTo(3 + 3 + 1); // bars and latencies of each, lines over depth
        assertThat(count(page, "</svg></figure><div class=\"scroll\"><table>")).isEqualTo(charts);
    }

    private static long count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1L;
    }

    @Test
    void a_tick_s_distance_is_round_and_a_wide_range_is_logarithmic() {
        assertThat(Scale.of(1, 10, 0, 100).isLog()).isFalse();
        assertThat(Scale.of(1, 10, 0, 100).ticks()).contains(0.0, 10.0);
        assertThat(Scale.of(1, 1000, 0, 100).isLog()).isTrue();
        assertThat(Scale.of(1, 1000, 0, 100).ticks()).contains(1.0, 10.0, 100.0, 1000.0);
    }
}
