package io.jfs.driver.fuseunion.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static CommandLine parse(String... words) throws ProgramException {
        return CommandLine.parse("jfs-union", List.of(words));
    }

    @Test
    void options_come_before_the_mountpoint_as_podman_gives_them() throws Exception {
        CommandLine line = parse("-o", "lowerdir=a:b,upperdir=u", "/m");
        assertThat(line.options()).containsExactly("lowerdir=a:b", "upperdir=u");
        assertThat(line.operands()).containsExactly("/m");
        assertThat(line.foreground()).isFalse();
    }

    @Test
    void options_come_after_the_mountpoint_as_mount_gives_them() throws Exception {
        CommandLine line = parse("overlay", "/m", "-o", "lowerdir=a,dev,suid");
        assertThat(line.options()).containsExactly("lowerdir=a", "dev", "suid");
        assertThat(line.operands()).containsExactly("overlay", "/m");
    }

    @Test
    void several_option_words_add_up_and_may_be_attached() throws Exception {
        CommandLine line = parse("-olowerdir=a", "/m", "-o", "ro", "-o", "volatile");
        assertThat(line.options()).containsExactly("lowerdir=a", "ro", "volatile");
    }

    @Test
    void empty_options_mean_nothing() throws Exception {
        assertThat(parse("-o", ",,ro,,rw,", "/m").options()).containsExactly("ro", "rw");
        assertThat(parse("-o", "", "/m").options()).isEmpty();
    }

    @Test
    void an_escaped_comma_separates_nothing() throws Exception {
        assertThat(parse("-o", "lowerdir=a\\,b,ro", "/m").options()).containsExactly("lowerdir=a\\,b", "ro");
    }

    @Test
    void short_and_long_flags_are_known() throws Exception {
        assertThat(parse("-f", "/m").foreground()).isTrue();
        assertThat(parse("-h").help()).isTrue();
        assertThat(parse("--help").help()).isTrue();
        assertThat(parse("-V").version()).isTrue();
        assertThat(parse("--version").version()).isTrue();
        assertThat(parse("-s", "/m").unknown()).isEmpty();
    }

    @Test
    void debugging_stays_in_the_foreground() throws Exception {
        for (String word : List.of("-d", "--debug", "-fd")) {
            assertThat(parse(word, "/m").debug()).isTrue();
            assertThat(parse(word, "/m").foreground()).isTrue();
        }
    }

    @Test
    void unknown_flags_are_collected() throws Exception {
        assertThat(parse("--bogus", "-q", "/m").unknown()).containsExactly("--bogus", "-q");
    }

    @Test
    void everything_after_two_dashes_is_an_operand() throws Exception {
        assertThat(parse("-o", "ro", "--", "-f").operands()).containsExactly("-f");
    }

    @Test
    void an_option_word_without_options_is_an_error() {
        assertThatThrownBy(() -> parse("/m", "-o"))
                .isInstanceOf(ProgramException.class)
                .hasMessage("-o needs a value");
    }

    @Test
    void a_mount_helper_takes_the_flags_of_mount() throws Exception {
        CommandLine line = CommandLine.parse(
                "mount.fuse3.jfs-union",
                List.of("src", "/m", "-s", "-n", "-v", "-t", "fuse3.jfs-union", "-f", "-o", "ro"));
        assertThat(line.operands()).containsExactly("src", "/m");
        assertThat(line.pretend()).isTrue();
        assertThat(line.foreground()).isFalse();
        assertThat(line.unknown()).isEmpty();
    }
}
