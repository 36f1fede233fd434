package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.jfs.testkit.RequiresRoot;
import io.jfs.testkit.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two images, {@code demo:base} of one layer and {@code demo} of one more, and every command that takes an image.
 *
 * <pre>
 * /bin/sh      layer 1, setuid
 * /etc/link    layer 1, a link to motd; deleted by layer 2
 * /etc/motd    layer 1, changed by layer 2
 * /etc/new     layer 2
 * </pre>
 */
@RequiresRoot
class ImageCommandsTest {
    @TempDir
    Path directory;

    private CliTest cli;

    @BeforeEach
    void twoImages() throws IOException {
        cli = new CliTest(directory.resolve("root")).with("JFS_PROGRESS", "quiet");
        byte[] layer = new TarBuilder()
                .dir("bin")
                .file("bin/sh", "#!", entry -> entry.mode(04755))
                .dir("etc")
                .symlink("etc/link", "motd")
                .file("etc/motd", "hello\n", entry -> entry.mtime(1_000_000_000))
                .build();
        Path archive = Files.write(directory.resolve("base.tar"), layer);
        String id = cli.jfs("import", "-m", "first", "-c", "CMD [\"sh\"]", archive.toString(), "demo:base")
                .line();
        assertThat(id).matches("sha256:[0-9a-f]{64}");

        Path tree =
                Path.of(cli.jfs("mount", "--rw", "--name", "work", "demo:base").line());
        Files.delete(tree.resolve("etc/link"));
        Files.writeString(tree.resolve("etc/motd"), "changed\n");
        Files.writeString(tree.resolve("etc/new"), "new\n");
        assertThat(cli.jfs("commit", "-m", "second", "-a", "me", "-c", "LABEL a=b", tree.toString(), "demo")
                        .line())
                .matches("sha256:[0-9a-f]{64}");
        cli.jfs("umount", "--rm", "work").lines();
    }

    @AfterEach
    void unmount() {
        assertThatNoException().isThrownBy(() -> cli.jfs("umount", "-a", "-f", "--rm"));
    }

    @Test
    void images_are_listed_newest_first_with_the_columns_of_docker() {
        List<String> table = cli.jfs("images").lines();

        assertThat(table).hasSize(3);
        assertThat(table.get(0)).matches("REPOSITORY   TAG      IMAGE ID       CREATED +SIZE");
        assertThat(table.get(1)).matches("demo         latest   [0-9a-f]{12}   .* ago +[0-9.]+k?B");
        assertThat(table.get(2)).matches("demo         base     [0-9a-f]{12}   .* ago +[0-9.]+k?B");
        assertThat(cli.jfs("images", "-f", "before=demo:latest", "--format", "{{.Tag}}")
                        .line())
                .isEqualTo("base");
        assertThat(cli.jfs("images", "-f", "label=a=b", "--format", "{{.Repository}}:{{.Tag}}")
                        .line())
                .isEqualTo("demo:latest");
        assertThat(cli.jfs("images", "demo:b*", "-q").lines()).hasSize(1);
        cli.jfs("tag", "demo:base", "other:base").lines();
        assertThat(cli.jfs("images", "demo:b*", "--format", "{{.Repository}}").line())
                .as("the image's other names were not asked for")
                .isEqualTo("demo");
        assertThat(cli.jfs("images", "-f", "reference=other", "--format", "{{.Repository}}")
                        .line())
                .isEqualTo("other");
        assertThat(cli.jfs("image", "ls", "-q", "--no-trunc").lines())
                .allSatisfy(id -> assertThat(id).matches("sha256:[0-9a-f]{64}"));
        assertThat(cli.jfs("images", "--format", "json").lines())
                .allSatisfy(json -> assertThat(json)
                        .startsWith("{\"Repository\":\"")
                        .contains(",\"Tag\":")
                        .contains("\"SizeBytes\":"));
    }

    @Test
    void an_image_is_inspected_and_its_history_shown() {
        assertThat(cli.jfs("inspect", "demo").out()).startsWith("[\n    {\n        \"Id\": \"sha256:");
        assertThat(cli.jfs("inspect", "-f", "{{json .RepoTags}} {{.Author}} {{json .Config.Labels}}", "demo")
                        .line())
                .isEqualTo("[\"demo:latest\"] me {\"a\":\"b\"}");
        assertThat(cli.jfs("history", "--format", "{{.Layer}} {{.Comment}}", "demo")
                        .lines())
                .containsExactly("2 second", "1 first");
        assertThat(cli.jfs("history", "demo").lines().get(2)).startsWith("<missing>");
        assertThat(cli.jfs("image", "tree", "demo").lines())
                .contains("Tags:     [demo:latest]")
                .anySatisfy(line -> assertThat(line).startsWith("├── 1  ID: ").contains("Top Layer of: [demo:base]"))
                .anySatisfy(line -> assertThat(line).startsWith("└── 2  ID: ").contains("Top Layer of: [demo:latest]"));
    }

    @Test
    void names_come_and_go_and_the_image_goes_with_the_last() {
        cli.jfs("tag", "demo:base", "localhost:5000/other:1").lines();
        assertThat(cli.jfs("untag", "localhost:5000/other:1").line()).isEqualTo("Untagged: localhost:5000/other:1");
        cli.jfs("untag", "localhost:5000/other:1").failsWith(1, "localhost:5000/other:1: not found");

        CliTest.Result removed = cli.jfs("rmi", "nope", "demo:latest");
        assertThat(removed.exit()).isEqualTo(1);
        assertThat(removed.err()).contains("image nope: not found");
        assertThat(removed.out())
                .startsWith("Untagged: demo:latest\nDeleted: sha256:")
                .containsPattern("\nTotal reclaimed space: [1-9][0-9.]*k?B\n$");
        assertThat(cli.jfs("images", "--format", "{{.Tag}}").line()).isEqualTo("base");
        assertThat(cli.typing("n\n").jfs("image", "prune", "-a").out()).endsWith("[y/N] ");
        assertThat(cli.typing("y\n").jfs("image", "prune", "-a").out()).contains("Total reclaimed space: ");
        assertThat(cli.jfs("images", "-q").lines()).isEmpty();
        assertThat(cli.jfs("snapshot", "ls", "-q").lines()).isEmpty();
    }

    @Test
    void an_image_is_saved_and_loaded_under_its_name() throws IOException {
        Path archive = directory.resolve("saved.tar");
        String id = cli.jfs("images", "-q", "demo:latest").line();

        assertThat(cli.jfs("save", "-o", archive.toString(), "demo").lines()).isEmpty();
        cli.jfs("rmi", "demo:latest", "demo:base").lines();
        assertThat(cli.jfs("load", "-i", archive.toString()).line()).isEqualTo("Loaded image: demo:latest");
        assertThat(cli.jfs("images", "-q").line()).isEqualTo(id);
        assertThat(cli.jfs("load", "-q", "--name", "again:1", archive.toString())
                        .line())
                .isEqualTo("again:1");
        assertThat(cli.jfs("load", "-i", archive.toString()).line())
                .as("the name it had before is not loaded now")
                .isEqualTo("Loaded image: demo:latest");
        cli.jfs("load", "-i", directory.resolve("nothing").toString()).failsWith(1, "nothing");
        cli.jfs("save", "-o", directory.resolve("no/x.tar").toString(), "demo")
                .failsWith(1, "jfs: save " + directory.resolve("no/x.tar") + ": there is no directory ");
        Path text = Files.writeString(directory.resolve("text"), "no archive".repeat(100));
        cli.jfs("import", text.toString(), "x").failsWith(1, "jfs: import " + text + ": not a tar header");
        cli.onTerminal("save", "demo").failsWith(1, "cannot save to a terminal");
        cli.jfs("save", "--format", "zip", "-o", archive.toString(), "demo").failsWith(125, "unknown format zip");
    }

    @Test
    void one_looks_inside_without_mounting() throws IOException {
        assertThat(cli.jfs("ls", "demo").lines()).containsExactly("bin", "etc");
        assertThat(cli.jfs("ls", "demo", "etc").lines()).containsExactly("motd", "new");
        assertThat(cli.jfs("ls", "-R", "demo:base", "/etc").lines()).containsExactly("/etc", "/etc/link", "/etc/motd");
        assertThat(cli.jfs("ls", "-l", "demo:base", "/etc").lines())
                .containsExactly(
                        "MODE         UID   GID   SIZE   MODIFIED           LAYER   NAME",
                        "lrwxrwxrwx     0     0      0   1970-01-01 00:00       1   link -> motd",
                        "-rw-r--r--     0     0      6   2001-09-09 01:46       1   motd");
        assertThat(cli.jfs("ls", "demo", "/bin/sh", "--format", "{{.Mode}} {{.Path}}")
                        .line())
                .isEqualTo("-rwsr-xr-x /bin/sh");
        assertThat(cli.jfs("tree", "demo").lines())
                .containsExactly(
                        "/",
                        "├── bin",
                        "│   └── sh",
                        "└── etc",
                        "    ├── motd",
                        "    └── new",
                        "",
                        "2 directories, 3 files");
        assertThat(cli.jfs("tree", "--depth", "1", "demo").lines())
                .contains("├── bin", "└── etc")
                .hasSize(5);
        assertThat(cli.jfs("cat", "demo:base", "/etc/link", "/etc/motd").out()).isEqualTo("hello\nhello\n");
        cli.jfs("extract", "demo", "/etc", directory.resolve("copy").toString()).lines();
        assertThat(directory.resolve("copy/motd")).hasContent("changed\n");
        assertThat(cli.jfs("extract", "demo", "/etc", "-").out()).contains("etc/new");
        cli.jfs("cat", "demo", "/etc/link").failsWith(1, "demo: /etc/link");
        cli.jfs("ls", "demo", "/nope").failsWith(1, "demo: /nope");
    }

    @Test
    void a_name_cannot_look_like_two_on_a_terminal_and_is_itself_in_a_pipe() throws IOException {
        byte[] layer = new TarBuilder().file("a\nb\u001b[31m", "").build();
        Path archive = Files.write(directory.resolve("odd.tar"), layer);
        cli.jfs("import", archive.toString(), "odd").line();

        assertThat(cli.jfs("ls", "odd").out()).isEqualTo("a\nb\u001b[31m\n");
        assertThat(cli.onTerminal("ls", "odd").out()).isEqualTo("a?b?[31m\n");
        assertThat(cli.onTerminal("ls", "-l", "odd").lines()).hasSize(2);
        assertThat(cli.onTerminal("tree", "odd").lines()).contains("└── a?b?[31m");
        assertThat(cli.onTerminal("diff", "odd").out()).contains("A /a?b?[31m");
    }

    @Test
    void which_tells_the_layer_of_a_path_and_what_became_of_it() {
        assertThat(cli.jfs("which", "demo", "/bin/sh", "--format", "{{.Layer}} {{.Change}}")
                        .line())
                .isEqualTo("1 added");
        assertThat(cli.jfs("which", "-a", "demo", "/etc/motd", "--format", "{{.Layer}} {{.Change}} {{.CreatedBy}}")
                        .lines())
                .containsExactly("1 added ", "2 modified jfs commit");
        assertThat(cli.jfs("which", "-a", "demo", "/etc/link", "--format", "{{.Layer}} {{.Change}}")
                        .lines())
                .containsExactly("1 added", "2 deleted");
        assertThat(cli.jfs("which", "demo", "/etc/motd").lines().getFirst())
                .isEqualTo("LAYER   LAYER ID       CHANGE     SIZE   CREATED BY");
        cli.jfs("which", "demo", "/nope").failsWith(1, "demo: /nope: no layer has it");
    }

    @Test
    void an_image_is_mounted_as_a_whole_or_up_to_a_layer() {
        assertThat(cli.jfs("mount", "demo", "--", "sh", "-c", "grep -q changed {}/etc/motd && test ! -e {}/etc/link")
                        .exit())
                .isZero();
        assertThat(cli.jfs("mount", "--upto", "1", "demo", "--", "grep", "-q", "hello", "{}/etc/link")
                        .exit())
                .isZero();
        assertThat(cli.jfs("mount", "demo@1", "--", "grep", "-q", "hello", "{}/etc/link")
                        .exit())
                .isZero();
        cli.jfs("mount", "demo@3").failsWith(125, "3 layers from the bottom: demo:latest has 2 layers");
        cli.jfs("mount", "--upto", "3", "demo").failsWith(125, "3 layers from the bottom: demo:latest has 2 layers");

        String path = cli.jfs("mount", "demo").line();
        assertThat(cli.jfs("mount").line()).isEqualTo("demo:latest " + path);
        assertThat(cli.jfs("mount", "--format", "{{.Image}} {{.Writable}} {{.Path}}")
                        .line())
                .isEqualTo("demo:latest false " + path);
        String second = cli.jfs("mount", "demo").line();
        cli.jfs("umount", "demo").failsWith(1, "demo: mounted 2 times");
        assertThat(cli.jfs("umount", second).line()).isEqualTo(second);
        assertThat(cli.jfs("rmi", "demo:latest").err()).contains("unpacked layers stay, because they are in use");
        assertThat(Path.of(path, "etc/new")).exists();
        assertThat(cli.jfs("umount", "demo").exit()).isZero();
    }

    @Test
    void images_and_layers_are_compared() {
        assertThat(cli.jfs("diff", "demo").lines())
                .containsExactly("C /etc", "D /etc/link", "C /etc/motd", "A /etc/new");
        CliTest.Result compared = cli.jfs("diff", "demo", "demo:base");
        assertThat(compared.exit()).as("as diff(1)").isEqualTo(1);
        assertThat(compared.out().lines()).containsExactly("C /etc", "A /etc/link", "C /etc/motd", "D /etc/new");
        assertThat(cli.jfs("diff", "demo", "demo").lines()).isEmpty();
        assertThat(cli.jfs("layer", "ls", "-q").lines())
                .as("diff unpacks nothing")
                .hasSize(1);
        cli.jfs("mount", "demo", "--", "true").lines();
        assertThat(cli.jfs("diff", "demo").lines())
                .as("unpacked or not")
                .containsExactly("C /etc", "D /etc/link", "C /etc/motd", "A /etc/new");
        List<String> layers = cli.jfs("layer", "ls", "--format", "{{.ID}} {{.Parent}} {{.UsedBy}}")
                .lines();
        assertThat(layers).hasSize(2).first().asString().endsWith(" demo:latest,demo:base");
        String base = layers.getFirst().substring(0, 12);
        assertThat(cli.jfs("layer", "diff", base).lines()).contains("A /bin/sh");
        assertThat(cli.jfs("layer", "usage", base).lines())
                .satisfiesExactly(
                        header -> assertThat(header).matches("LAYER +SIZE +INODES"),
                        line -> assertThat(line).startsWith(base).endsWith(" 5"));
        assertThat(cli.jfs("layer", "usage", "--format", "{{.Inodes}}", base).line())
                .isEqualTo("5");
        assertThat(cli.jfs("mount", base, "--", "test", "-u", "{}/bin/sh").exit())
                .isZero();
    }

    @Test
    void images_that_are_not_unpacked_are_compared_by_their_archives_and_stay_so() throws IOException {
        Path archive = directory.resolve("both.tar");
        cli.jfs("save", "-o", archive.toString(), "demo", "demo:base").lines();
        CliTest other = new CliTest(directory.resolve("other"));
        other.jfs("load", "--no-unpack", "-i", archive.toString()).lines();

        CliTest.Result top = other.jfs("diff", "demo");
        assertThat(top.lines()).isEqualTo(cli.jfs("diff", "demo").lines());
        assertThat(top.err()).as("it was quick").isEmpty();
        assertThat(other.jfs("diff", "demo:base").lines())
                .isEqualTo(cli.jfs("diff", "demo:base").lines())
                .contains("A /bin/sh");
        CliTest.Result compared = other.jfs("diff", "demo", "demo:base");
        assertThat(compared.exit()).isEqualTo(1);
        assertThat(compared.out())
                .isEqualTo(cli.jfs("diff", "demo", "demo:base").out());
        assertThat(other.jfs("diff", "demo", "demo").lines()).isEmpty();
        assertThat(other.jfs("layer", "ls", "-q").lines()).isEmpty();
        other.jfs("diff", "demo", "nope").failsWith(125, "nope: there is no image, layer or snapshot of this name");
        other.jfs("diff", "nope").failsWith(1, "nope: there is no image, layer or snapshot of this name");
    }

    @Test
    void the_tree_of_images_shows_what_each_takes_and_which_are_in_use() {
        cli.jfs("tag", "demo", "demo:other").lines();
        String path = cli.jfs("mount", "demo").line();
        List<String> lines = cli.jfs("images", "--tree").lines();
        assertThat(lines.get(0)).isEqualTo("U: in use by a mount or a snapshot");
        assertThat(lines.get(1)).matches("IMAGE +ID +DISK USAGE +CONTENT SIZE +EXTRA");
        assertThat(lines.get(2)).matches("demo:latest +[0-9a-f]{12} +[0-9.]+k?B +[0-9.]+k?B +U");
        assertThat(lines.get(3)).isEqualTo("demo:other");
        assertThat(lines.get(4)).matches("└─ linux/\\w+ +[0-9a-f]{12} +[0-9.]+k?B +[0-9.]+k?B +U");
        assertThat(lines.get(5)).matches("demo:base +[0-9a-f]{12} +[0-9.]+k?B +[0-9.]+k?B");
        assertThat(lines).hasSize(7);
        cli.jfs("umount", path).lines();
        assertThat(cli.jfs("images", "--tree", "demo:base").lines()).hasSize(3);
        cli.jfs("images", "--tree", "-q").failsWith(125, "--tree is a table of its own");
    }

    @Test
    void a_mount_is_printed_instead_of_made() throws IOException {
        CliTest.Result printed = cli.jfs("mount", "--print", "demo", "/mnt");
        assertThat(printed.line()).startsWith("mount ").contains(" /mnt ");
        assertThat(printed.err()).matches("hint: this is snapshot view-[0-9a-f]{12}, which stays until .*\n");
        assertThat(cli.jfs("mount").lines()).isEmpty();
        assertThat(cli.jfs("mount", "--print", "--name", "look", "demo", "--format", "{{.Target}} {{.Type}}")
                        .line())
                .startsWith("TARGET ");
        assertThat(cli.jfs("snapshot", "mounts", "look", "/mnt").line())
                .isEqualTo(cli.jfs("mount", "--print", "look", "/mnt").line());
        assertThat(cli.jfs("mount", "--print", "--rw", "--name", "mine", "demo", "--format", "json")
                        .line())
                .startsWith("{\"Type\":\"")
                .contains("\"Target\":\"TARGET\"");
        Path target = Files.createDirectory(directory.resolve("target"));
        assertThat(cli.jfs("snapshot", "mounts", "mine").err()).isEmpty();
        cli.jfs("mount", "mine", target.toString()).lines();
        assertThat(target.resolve("etc/new")).hasContent("new\n");
        cli.jfs("mount", "--print").failsWith(125, "tell what to mount");
        cli.jfs("mount", "--print", "demo", "--", "true").failsWith(125, "--print runs no command");
        cli.jfs("mount", "demo", "--format", "json").failsWith(125, "--format is for the list");
    }

    @Test
    void the_store_is_summed_up_checked_and_pruned() {
        assertThat(cli.jfs("system", "df").lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("TYPE +TOTAL +ACTIVE +SIZE +RECLAIMABLE");
        assertThat(cli.jfs("system", "df", "-v", "--format", "{{.Image}}").lines())
                .containsExactly("demo:latest", "demo:base");
        assertThat(cli.jfs("system", "check").lines()).last().isEqualTo("no problems");
        assertThat(cli.jfs("system", "prune", "-f").lines()).last().asString().startsWith("Total reclaimed space: ");
        assertThat(cli.jfs("info", "-f", "{{.Images}}").line()).isEqualTo("2");
        cli.jfs("commit", "nope", "x").failsWith(1, "nope: there is no active snapshot of this name");
    }
}
