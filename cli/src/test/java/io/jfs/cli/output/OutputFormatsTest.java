package io.jfs.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFormatsTest {
    private static final Listing LAYERS = new Listing(
            List.of(Column.left("ID", "LAYER ID"), Column.right("Size", "SIZE"), Column.left("UsedBy", "USED BY")),
            List.of(
                    Listing.fields("ID", "3f4ca61aafcd", "Size", "1.2MB", "UsedBy", "debian", "SizeBytes", 1200000L),
                    Listing.fields("ID", "ünïcødé", "Size", "12B", "UsedBy", "", "SizeBytes", 12L)));

    @Test
    void a_table_aligns_by_code_points_and_leaves_no_blanks_at_the_end() {
        assertThat(LAYERS.lines("table"))
                .containsExactly(
                        "LAYER ID        SIZE   USED BY", //
                        "3f4ca61aafcd   1.2MB   debian",
                        "ünïcødé          12B");
    }

    @Test
    void a_table_template_chooses_the_columns_and_keeps_the_headings() {
        assertThat(LAYERS.lines("table {{.UsedBy}}\\t{{upper .ID}}\\t{{.SizeBytes}}"))
                .containsExactly(
                        "USED BY   LAYER ID       SIZE BYTES", //
                        "debian    3F4CA61AAFCD   1200000",
                        "          ÜNÏCØDÉ        12");
    }

    @Test
    void json_is_one_object_per_line_with_the_fields_that_the_table_hides() {
        assertThat(LAYERS.lines("json"))
                .first()
                .isEqualTo("{\"ID\":\"3f4ca61aafcd\",\"Size\":\"1.2MB\",\"UsedBy\":\"debian\",\"SizeBytes\":1200000}");
    }

    @Test
    void an_empty_list_is_a_header_alone() {
        assertThat(new Listing(LAYERS.columns(), List.of()).lines("")).containsExactly("LAYER ID   SIZE   USED BY");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1, 1B",
        "999, 999B",
        "1000, 1kB",
        "1234, 1.23kB",
        "2630000000, 2.63GB",
        "999999, 1MB",
        "120000000, 120MB",
        "9223372036854775807, 9.22EB"
    })
    void sizes_are_those_of_docker(long bytes, String text) {
        assertThat(HumanSize.of(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, Less than a second ago", "PT1S, 1 second ago", "PT59S, 59 seconds ago", "PT60S, About a minute ago",
        "PT3M, 3 minutes ago", "PT60M, About an hour ago", "PT47H, 47 hours ago", "PT48H, 2 days ago",
        "P14D, 2 weeks ago", "P60D, 2 months ago", "P800D, 2 years ago"
    })
    void ages_are_those_of_docker(Duration age, String text) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(HumanAge.since(now.minus(age), now)).isEqualTo(text);
        assertThat(HumanAge.since(Instant.EPOCH, now)).isEqualTo("N/A");
    }

    @Test
    void json_escapes_controls_and_bytes_that_are_not_utf8() {
        assertThat(Json.compact(Map.of("a\"\\", List.of("\n\t\u001b", "\udcff", "\ud83d\ude00", true, 1L))))
                .isEqualTo("{\"a\\\"\\\\\":[\"\\n\\t\\u001b\",\"\\udcff\",\"\ud83d\ude00\",true,1]}");
    }

    @Test
    void pretty_json_is_indented_by_four_and_keeps_empty_ones_short() {
        assertThat(Json.pretty(List.of(Listing.fields("A", List.of(), "B", List.of(1)))))
                .isEqualTo("""
                [
                    {
                        "A": [],
                        "B": [
                            1
                        ]
                    }
                ]""");
    }

    @Test
    void values_of_one_filter_are_alternatives_and_filters_must_all_hold() {
        Filters filters = Filters.parse(List.of("label=a", "label=b", "dangling=true"), Set.of("label", "dangling"));

        assertThat(filters.accept("label", "b"::equals)).isTrue();
        assertThat(filters.accept("label", "c"::equals)).isFalse();
        assertThat(filters.accept("before", "x"::equals)).isTrue();
        assertThatThrownBy(() -> Filters.parse(List.of("lable=a"), Set.of("label", "dangling")))
                .hasMessage("invalid filter 'lable=a': valid filters are dangling=, label=");
    }
}
