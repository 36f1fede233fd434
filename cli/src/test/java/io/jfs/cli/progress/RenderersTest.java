package io.jfs.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RenderersTest {
    private static final String LAYER = "sha256:" + "3f4ca61aafcd".repeat(5) + "0000";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    @Test
    void plain_prints_a_line_when_a_phase_begins_and_ends_and_a_heartbeat_between() {
        ProgressRenderer plain = renderer(ProgressMode.PLAIN);

        plain.report(layer("unpacking", 0, false));
        pass(500);
        plain.report(layer("unpacking", 40, false)); // sooner than a second after the last line
        pass(600);
        plain.report(layer("unpacking", 41, false));
        pass(1100);
        plain.report(layer("unpacking", 42, false)); // less than ten per cent on
        pass(10_000);
        plain.report(layer("unpacking", 43, false)); // but ten seconds later
        plain.report(layer("unpacking", 100, true));

        assertThat(text()).isEqualTo("""
                3f4ca61aafcd: unpacking
                3f4ca61aafcd: unpacking 41% 41MB/100MB
                3f4ca61aafcd: unpacking 43% 43MB/100MB
                3f4ca61aafcd: unpacking done (100MB, 12.2s)
                """);
    }

    @Test
    void plain_counts_entries_without_a_total() {
        ProgressRenderer plain = renderer(ProgressMode.PLAIN);

        plain.report(new Progress("diff", "walking", "/srv", 0, -1, "entries", false));
        pass(10_000);
        plain.report(new Progress("diff", "walking", "/srv", 7000, -1, "entries", false));

        assertThat(text()).isEqualTo("/srv: walking\n/srv: walking 7000 entries\n");
    }

    @Test
    void json_writes_first_and_last_events_and_ten_a_second_between() {
        ProgressRenderer json = renderer(ProgressMode.JSON);

        json.report(layer("copying", 1, false));
        json.report(layer("copying", 2, false));
        pass(100);
        json.report(layer("copying", 3, false));
        json.report(layer("copying", 100, true));

        assertThat(text().lines())
                .hasSize(3)
                .last()
                .isEqualTo("{\"operation\":\"load\",\"phase\":\"copying\",\"id\":\"" + LAYER
                        + "\",\"current\":100000000,\"total\":100000000,\"unit\":\"bytes\",\"done\":true}");
    }

    @Test
    void tty_draws_a_bar_per_item_and_totals_and_draws_over_them() {
        ProgressRenderer tty = renderer(ProgressMode.TTY);

        tty.report(layer("unpacking", 50, false));
        pass(50);
        tty.report(layer("unpacking", 60, false)); // drawn less than 100 ms ago
        pass(50);
        tty.report(layer("unpacking", 75, false));
        tty.report(layer("unpacking", 100, true));
        tty.close();

        assertThat(text().replace("\u001b", "^")).isEqualTo("""
                \r^[2K3f4ca61aafcd unpacking    [===================>                    ] 50MB/100MB
                \r^[2K0/1 done, 50MB, 0.0s
                ^[2A\r^[2K3f4ca61aafcd unpacking    [=============================>          ] 75MB/100MB
                \r^[2K0/1 done, 75MB (750MB/s), 0.1s
                ^[2A\r^[2K1 done, 100MB (1GB/s), 0.1s
                ^[J""");
    }

    @Test
    void tty_never_draws_more_lines_than_the_screen_has_nor_wider_ones() {
        ProgressRenderer tty = new TtyRenderer(stream(), () -> new Screen(40, 6), nanos::get, true);

        for (int i = 0; i < 10; i++) {
            pass(100);
            tty.report(new Progress("load", "unpacking", "layer" + i, 1, 100, "bytes", false));
        }

        String last = text().substring(text().lastIndexOf("\u001b[5A"));
        assertThat(last).contains("… and 7 more").contains("0/10 done");
        assertThat(text().lines())
                .allSatisfy(line -> assertThat(
                                line.replaceAll("\r|\u001b\\[[0-9]*[A-Z]", "").length())
                        .isLessThan(40));
    }

    @Test
    void tty_follows_the_size_of_the_window() {
        AtomicInteger columns = new AtomicInteger(80);
        ProgressRenderer tty = new TtyRenderer(stream(), () -> new Screen(columns.get(), 24), nanos::get, true);

        tty.report(layer("unpacking", 50, false));
        columns.set(30);
        pass(100);
        tty.report(layer("unpacking", 60, false));

        assertThat(text().substring(text().lastIndexOf("\u001b[2A"))).doesNotContain("[=");
    }

    @Test
    void what_is_soon_done_is_not_shown() {
        for (ProgressMode mode : List.of(ProgressMode.PLAIN, ProgressMode.TTY)) {
            ProgressRenderer passing = inPassing(mode);
            passing.report(layer("indexing", 1, false));
            pass(1900);
            passing.report(layer("indexing", 100, true));
            pass(1900);
            passing.report(new Progress("tree", "indexing", "other", 1, 1, "bytes", true));
            passing.close();
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void what_takes_seconds_is_shown_and_gone_from_a_terminal_in_the_end() {
        ProgressRenderer plain = inPassing(ProgressMode.PLAIN);
        plain.report(layer("indexing", 1, false));
        pass(2000);
        plain.report(layer("indexing", 40, false));
        pass(1000);
        plain.report(layer("indexing", 100, true));
        assertThat(text()).isEqualTo("3f4ca61aafcd: indexing\n3f4ca61aafcd: indexing done (100MB, 1.0s)\n");

        written.reset();
        ProgressRenderer tty = inPassing(ProgressMode.TTY);
        pass(2000);
        tty.report(layer("indexing", 40, false));
        tty.report(layer("indexing", 100, true));
        tty.close();
        assertThat(text()).contains("indexing").endsWith("\u001b[2A\u001b[J");
    }

    @Test
    void a_program_sees_all_that_happens_in_passing() {
        inPassing(ProgressMode.JSON).report(layer("indexing", 100, true));
        assertThat(text()).contains("\"phase\":\"indexing\"");
    }

    @Test
    void quiet_prints_nothing_and_tty_nothing_if_nothing_happened() {
        renderer(ProgressMode.QUIET).report(layer("unpacking", 1, true));
        renderer(ProgressMode.TTY).close();

        assertThat(text()).isEmpty();
    }

    @Test
    void auto_is_bars_only_on_a_terminal_that_can_and_outside_of_ci() {
        assertThat(ProgressMode.AUTO.resolve(true, Map.of("TERM", "xterm"))).isEqualTo(ProgressMode.TTY);
        assertThat(ProgressMode.AUTO.resolve(false, Map.of("TERM", "xterm"))).isEqualTo(ProgressMode.PLAIN);
        assertThat(ProgressMode.AUTO.resolve(true, Map.of("TERM", "dumb"))).isEqualTo(ProgressMode.PLAIN);
        assertThat(ProgressMode.AUTO.resolve(true, Map.of("TERM", "xterm", "CI", "true")))
                .isEqualTo(ProgressMode.PLAIN);
        assertThat(ProgressMode.JSON.resolve(true, Map.of())).isEqualTo(ProgressMode.JSON);
    }

    @Test
    void the_screen_is_what_the_shell_says_within_reason() {
        assertThat(Screen.of(Map.of("COLUMNS", "132", "LINES", "50"))).isEqualTo(new Screen(132, 50));
        assertThat(Screen.of(Map.of("COLUMNS", "wide"))).isEqualTo(new Screen(80, 24));
        assertThat(Screen.of(Map.of("COLUMNS", "3"))).isEqualTo(new Screen(20, 24));
    }

    private static Progress layer(String phase, long megabytes, boolean done) {
        return new Progress("load", phase, LAYER, megabytes * 1_000_000, 100_000_000, "bytes", done);
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    private ProgressRenderer renderer(ProgressMode mode) {
        return ProgressRenderer.of(mode, stream(), () -> new Screen(80, 24), nanos::get);
    }

    private ProgressRenderer inPassing(ProgressMode mode) {
        return ProgressRenderer.inPassing(mode, stream(), () -> new Screen(80, 24), nanos::get);
    }

    private PrintStream stream() {
        return new PrintStream(written, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
