package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    @TempDir
    Path directory;

    private CliTest cli;
    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("jfs.toml");
        cli = new CliTest(directory.resolve("root"));
    }

    private void config(String text) throws IOException {
        Files.writeString(file, text);
        cli.with("JFS_CONFIG", file.toString());
    }

    private String info(String template, String... arguments) {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "info";
        all[arguments.length + 1] = "-f";
        all[arguments.length + 2] = template;
        return cli.jfs(all).line();
    }

    @Test
    void a_flag_wins_over_the_environment_and_that_over_the_file_and_that_over_the_default() throws IOException {
        config("root = \"/srv/jfs\"\nstorage_driver = 'vfs'\n");
        cli.with("JFS_ROOT", "");

        assertThat(info("{{.Root}} {{.RootSource}}")).isEqualTo("/srv/jfs " + file);
        assertThat(info("{{.Driver}} {{.DriverSource}}")).isEqualTo("vfs " + file);
        assertThat(info("{{.Config}} {{.ConfigSource}}")).isEqualTo(file + " JFS_CONFIG");
        cli.with("JFS_ROOT", "/srv/other").with("JFS_DRIVER", "overlay");
        assertThat(info("{{.Root}} {{.Driver}}")).isEqualTo("/srv/other overlay");
        assertThat(info("{{.Root}} {{.Driver}}", "--root", "/srv/third", "--storage-driver", "vfs"))
                .isEqualTo("/srv/third vfs");
        cli.with("JFS_CONFIG", "/dev/null");
        assertThat(info("{{.Config}} {{.ConfigSource}}", "--config", file.toString()))
                .isEqualTo(file + " --config");
    }

    @Test
    void the_runroot_of_the_file_is_not_for_a_root_from_elsewhere() throws IOException {
        config("runroot = \"/run/special\"\n");
        assertThat(info("{{.RunRoot}}")).isEqualTo(directory.resolve("root/run").toString());
        cli.with("JFS_ROOT", "");
        assertThat(info("{{.RunRoot}} {{.RunRootSource}}")).isEqualTo("/run/special " + file);
        config("root = \"/srv/jfs\"\n");
        assertThat(info("{{.RunRoot}} {{.RunRootSource}}")).isEqualTo("/srv/jfs/run " + file);
        config("root = \"/srv/jfs\"\nrunroot = \"/run/special\"\n");
        assertThat(info("{{.RunRoot}}")).isEqualTo("/run/special");
    }

    @Test
    void storage_options_add_up_and_the_nearer_wins() throws IOException {
        config("""
                # for one machine
                storage_opt = [
                    "a=file", # commented
                    'b=file',
                    "c=\\u0041"
                ]
                """);
        cli.with("JFS_STORAGE_OPTS", "b=variable,d=variable");
        assertThat(info("{{json .DriverOptions}}", "--storage-opt", "d=flag"))
                .isEqualTo("{\"a\":\"file\",\"b\":\"variable\",\"c\":\"A\",\"d\":\"flag\"}");
    }

    @Test
    void colour_progress_and_log_level_are_settings_too() throws IOException {
        config("color = \"always\"\nprogress = \"json\"\nlog_level = \"error\"");
        assertThat(cli.jfs("ls", "nope").err()).startsWith("\u001b[31m");
        assertThat(cli.jfs("--color", "never", "ls", "nope").err()).startsWith("jfs: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data_root = \"/x\" | line 1: unknown key data_root: there are root, runroot, storage_driver",
                "root = \"here\" | line 1: root must be an absolute path",
                "storage_opt = \"a=b\" | line 1: storage_opt must be an array of texts",
                "root = [\"/x\"] | line 1: root must be one text",
                "root = /x | line 1: a text in quotes is expected",
                "root \"/x\" | line 1: '=' after root is expected",
                "root = \"/x | line 1: the closing quote is expected",
                "root = \"/x\" more | line 1: the end of the line is expected",
                "root = \"\\q\" | line 1: after \\ one of",
                "[table] | line 1: a key, such as",
                "color = \"red\" | color red: must be auto, always or never",
                "progress = \"loud\" | progress loud: must be auto, tty, plain, json or quiet",
                "log_level = \"loud\" | unknown log level loud",
                "storage_opt = [\"a\" \"b\"] | line 1: ',' or ']' is expected",
                "storage_opt = [\"a\" | line 2: ',' or ']' is expected"
            })
    void what_is_wrong_is_told_with_file_line_and_key(String text, String problem) throws IOException {
        config(text + "\n");
        cli.jfs("images").failsWith(125, "jfs: config " + file + ": ");
        assertThat(cli.jfs("images").err()).contains(problem);
        assertThat(cli.jfs("images", "--help").exit()).isZero();
    }

    @Test
    void the_line_is_counted_and_a_key_stands_once() throws IOException {
        config("# one\n\nroot = \"/a\"\nroot = \"/b\"\n");
        cli.jfs("images").failsWith(125, "config " + file + ": line 4: root is set twice");
    }

    @Test
    void a_file_that_was_asked_for_must_be_there() {
        Path missing = directory.resolve("none.toml");
        cli.jfs("--config", missing.toString(), "images").failsWith(125, missing + ": no such file or directory");
        cli.with("JFS_CONFIG", directory.toString()).jfs("images").failsWith(125, directory.toString());
    }
}
