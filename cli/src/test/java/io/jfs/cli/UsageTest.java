package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.cli.session.Environment;
import io.jfs.cli.session.GlobalOptions;
import io.jfs.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
    @TempDir
    Path directory;

    private CliTest cli;

    @BeforeEach
    void setUp() {
        cli = new CliTest(directory.resolve("root"));
    }

    static Stream<CommandLine> everyCommand() {
        Environment environment = new Environment(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                false,
                false,
                InstantSource.system());
        GlobalOptions options = new GlobalOptions();
        return all(CommandTable.commandLine(new Session(environment, options, List.of()), options));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().distinct().flatMap(UsageTest::all));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void every_command_has_help_with_an_example_of_itself(CommandLine command) {
        String words = command.getCommandSpec().qualifiedName();
        CliTest.Result help =
                cli.jfs((words + " --help").substring("jfs ".length()).strip().split(" "));

        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage:  jfs").contains("Example:\n  ");
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imagse | 'imagse' is not a jfs command; did you mean image or images?",
                "image lz | 'lz' is not a jfs image command; did you mean ls?",
                "images --formt x | unknown option: --formt; did you mean --format?",
                "tag one | missing required parameter: 'NAME'",
                "tag a b c | too many arguments: c",
                "--progress nope images | expected one of auto, tty, plain, json, quiet but was 'nope'",
                "--log-level loud images | unknown log level loud",
                "images -f color=red | invalid filter 'color=red': valid filters are before=, dangling=, label=",
                "images -f dangling=maybe | invalid filter 'dangling=maybe': it is true or false",
                "--driver zfs snapshot prepare x | --storage-driver: storage driver zfs: not found; there are: ",
                "images --format {{.Nope | without }}",
                "untag UPPER | invalid reference",
                "completion tcsh | unknown shell tcsh",
                "umount | tell what to unmount",
                "umount -a x | give either mounts or -a",
                "diff a --format xml | unknown format xml",
                "--storage-opt x images | value for option '--storage-opt' (KEY=VALUE) should be in KEY=VALUE format",
                "--root= images | --root must not be empty",
                "--runroot= images | --runroot must not be empty",
                "mount x -- | a command is missing after --",
                "image mount x -- | a command is missing after --",
                "mount x --name y | --name needs --rw"
            })
    void a_wrong_command_line_ends_with_125_and_a_pointer_to_help(String line, String message) {
        CliTest.Result result = cli.jfsLine(line).failsWith(125, message);

        assertThat(result.err()).matches("(?s)jfs: [^\n]+\n\nRun 'jfs[a-z -]* --help' for more information\n");
        assertThat(directory.resolve("root")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ls nope", "history nope", "inspect nope", "mount nope", "save nope -o /dev/null", "rmi nope"})
    void an_image_that_is_not_there_ends_with_1_and_leaves_nothing_behind(String line) {
        CliTest.Result result = cli.jfsLine(line).failsWith(1, "image nope: not found");

        assertThat(result.err()).doesNotContain("\tat ");
        assertThat(directory.resolve("root")).doesNotExist();
    }

    @Test
    void a_command_that_runs_another_fails_with_125() {
        cli.jfs("mount", "nope", "--", "true").failsWith(125, "image nope: not found");
        cli.jfs("image", "--progress", "plain", "mount", "nope", "--", "true").failsWith(125, "image nope: not found");
    }

    @Test
    void debug_adds_the_stack_trace() {
        assertThat(cli.jfs("-D", "ls", "nope").err()).contains("\tat io.jfs.cli");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "image ls", "image list", "images --format table", "images --driver vfs"})
    void without_a_store_a_list_is_a_header_and_makes_no_store(String line) {
        assertThat(cli.jfsLine(line).line()).isEqualTo("REPOSITORY   TAG   IMAGE ID   CREATED   SIZE");
        assertThat(directory.resolve("root")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images",
                "ls nope",
                "mount nope",
                "rmi nope",
                "snapshot ls",
                "layer ls",
                "mount",
                "system df",
                "system check",
                "system prune -f"
            })
    void a_store_that_one_cannot_look_into_is_not_taken_for_an_empty_one(String line) throws IOException {
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        CliTest closed = new CliTest(loop.resolve("root"));

        closed.jfsLine(line).failsWith(1, loop + "/root");
    }

    @Test
    void the_slip_images_ls_gets_a_hint() {
        assertThat(cli.jfs("images", "ls").err()).contains("did you mean 'jfs image ls'?");
    }

    @Test
    void global_options_stand_before_or_after_the_command_and_the_last_wins() {
        String root = directory.resolve("other").toString();

        assertThat(cli.jfs("--root", root, "info", "-f", "{{.Root}} {{.RootSource}}")
                        .line())
                .isEqualTo(root + " --root");
        assertThat(cli.jfs("info", "--root", root, "-f", "{{.Root}}").line()).isEqualTo(root);
        assertThat(cli.jfs("info", "-f", "{{.RootSource}} {{.RunRoot}}").line())
                .isEqualTo("JFS_ROOT " + directory.resolve("root/run"));
        assertThat(cli.jfs("--driver", "vfs", "info", "-f", "{{.Driver}} {{.DriverSource}}")
                        .line())
                .isEqualTo("vfs --storage-driver");
        assertThat(cli.with("JFS_DRIVER", "vfs")
                        .jfs("info", "-f", "{{.DriverSource}}")
                        .line())
                .isEqualTo("JFS_DRIVER");
    }

    @Test
    void version_has_a_template_and_a_short_form() {
        assertThat(cli.jfs("version").out())
                .containsPattern("Version: +[0-9]+\\.[0-9]+\\.[0-9]+")
                .contains("Git commit:");
        assertThat(cli.jfs("version", "-f", "{{.Os}}/{{.Arch}}").line()).startsWith("linux/");
        assertThat(cli.jfs("-v").line()).startsWith("jfs version ");
    }

    @Test
    void help_is_a_command_too() {
        assertThat(cli.jfs("help", "images").out())
                .isEqualTo(cli.jfs("images", "--help").out());
        assertThat(cli.jfs().out()).isEqualTo(cli.jfs("help").out()).contains("Look inside, without mounting:");
    }

    @Test
    void drivers_are_listed_with_the_reason_why_not() {
        assertThat(cli.jfs("driver", "ls", "-q").lines()).contains("vfs", "overlay");
        assertThat(cli.jfs("driver", "ls", "--format", "json").lines())
                .anySatisfy(line -> assertThat(line).contains("\"Name\":\"vfs\",\"Available\":\"yes\""));
    }

    @Test
    void a_driver_says_what_it_needs() {
        assertThat(cli.jfs("driver", "init", "vfs").line()).isEqualTo("vfs: needs nothing");
        cli.jfs("driver", "init", "nope")
                .failsWith(1, "storage driver nope: not found; there are: overlay, btrfs, fuse-union, vfs");
    }

    @Test
    void an_error_is_red_on_a_terminal_unless_colours_are_off() {
        cli.with("TERM", "xterm");

        assertThat(cli.onTerminal("ls", "nope").err()).startsWith("\u001b[31mjfs: ");
        assertThat(cli.onTerminal("--color", "never", "ls", "nope").err()).startsWith("jfs: ");
        assertThat(cli.jfs("--color", "always", "ls", "nope").err()).startsWith("\u001b[31m");
        assertThat(cli.with("NO_COLOR", "1").onTerminal("ls", "nope").err()).startsWith("jfs: ");
    }
}
