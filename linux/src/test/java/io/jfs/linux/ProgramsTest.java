package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    private static Programs.Outcome sh(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return Programs.run(command, Map.of("PATH", "/usr/bin:/bin", "SET", "yes"));
    }

    @Test
    void its_exit_code_and_what_it_says_of_errors_come_back() throws IOException {
        assertThat(sh("echo out; echo \"$SET $1\" >&2; exit 3", "ä b")).isEqualTo(new Programs.Outcome(3, "yes ä b"));
        assertThat(sh("exit 0").isSuccess()).isTrue();
    }

    @Test
    void death_by_a_signal_is_told_as_shells_do() throws IOException {
        assertThat(sh("kill -9 $$").code()).isEqualTo(137);
    }

    @Test
    void it_reads_nothing_and_what_it_leaves_in_the_background_is_not_waited_for() throws IOException {
        long before = System.nanoTime();
        assertThat(sh("cat; sleep 30 & echo $! >&2").error()).satisfies(pid -> sh("kill $1", pid));
        assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
    }

    @Test
    void long_arguments_arrive_and_too_long_ones_are_refused() throws IOException {
        assertThat(sh("echo ${#1} >&2", "x".repeat(120_000)).error()).isEqualTo("120000");
        assertThatThrownBy(() -> sh("", "x".repeat(140_000)))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.is(Errno.E2BIG)).isTrue());
    }

    @Test
    void what_is_not_there_is_an_error() {
        assertThatThrownBy(() -> Programs.run(List.of("/nonexistent"), Map.of()))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        e -> assertThat(e.is(Errno.ENOENT)).isTrue());
    }
}
