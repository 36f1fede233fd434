package io.jfs.image.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.ChangeKind;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.linux.FileType;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTreeTest {
    @TempDir
    Path directory;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Layer(byte[] tar, String command) implements TreeLayer {
        @Override
        public InputStream openTar() {
            return new ByteArrayInputStream(tar);
        }

        @Override
        public String describe() {
            return "layer of " + command;
        }
    }

    private static ImageTree tree(TarBuilder... layers) throws IOException {
        List<TreeLayer> list = new ArrayList<>();
        for (TarBuilder layer : layers) {
            list.add(new Layer(layer.build(), "RUN " + list.size()));
        }
        return ImageTree.of(list, IndexListener.NONE);
    }

    private static List<String> paths(ImageTree tree) throws IOException {
        List<String> paths = new ArrayList<>();
        tree.walk("/", node -> paths.add(node.path()));
        return paths;
    }

    private static String read(ImageTree tree, String path) throws IOException {
        try (InputStream in = tree.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> told(List<PathEvent> events) {
        return events.stream()
                .map(e -> e.layer() + " " + e.kind().letter() + " " + e.path())
                .toList();
    }

    @Test
    void the_upper_layer_wins() throws Exception {
        ImageTree tree = tree(
                new TarBuilder().dir("etc").file("etc/a", "old").file("etc/b", "b"),
                new TarBuilder().file("etc/a", "new"));
        assertThat(paths(tree)).containsExactly("/", "/etc", "/etc/a", "/etc/b");
        assertThat(read(tree, "etc/a")).isEqualTo("new");
        assertThat(tree.find("/etc/a")).hasValueSatisfying(node -> {
            assertThat(node.layer()).isEqualTo(1);
            assertThat(node.size()).isEqualTo(3);
        });
        assertThat(tree.find("/etc/b"))
                .hasValueSatisfying(node -> assertThat(node.layer()).isZero());
        assertThat(tree.size()).isEqualTo(4);
    }

    @Test
    void whiteouts_and_opaque_marks_hide_lower_layers_wherever_they_stand() throws Exception {
        TarBuilder lower = new TarBuilder()
                .dir("d")
                .file("d/old", "o")
                .file("d/both", "1")
                .dir("e")
                .file("e/x", "x");
        for (TarBuilder upper : List.of(
                new TarBuilder()
                        .opaque("d")
                        .file("d/new", "n")
                        .file("d/both", "2")
                        .whiteout("e"),
                new TarBuilder()
                        .whiteout("e")
                        .file("d/both", "2")
                        .file("d/new", "n")
                        .opaque("d"))) {
            ImageTree tree = tree(lower, upper);
            assertThat(paths(tree)).containsExactly("/", "/d", "/d/both", "/d/new");
            assertThat(read(tree, "/d/both")).isEqualTo("2");
            assertThat(tree.find("/d").orElseThrow().layer())
                    .as("the directory itself stays")
                    .isZero();
        }
    }

    @Test
    void a_whiteout_and_an_entry_of_one_layer_replace_what_was_there() throws Exception {
        TarBuilder lower = new TarBuilder().dir("d").file("d/old", "o");
        for (TarBuilder upper : List.of(
                new TarBuilder().whiteout("d").dir("d").file("d/new", "n"),
                new TarBuilder().dir("d").file("d/new", "n").whiteout("d"))) {
            assertThat(paths(tree(lower, upper))).containsExactly("/", "/d", "/d/new");
        }
    }

    @Test
    void a_file_in_a_directorys_place_ends_it_for_good() throws Exception {
        ImageTree tree = tree(
                new TarBuilder().dir("d").file("d/old", "o"),
                new TarBuilder().file("d", "file"),
                new TarBuilder().dir("d").file("d/new", "n"));
        assertThat(paths(tree)).containsExactly("/", "/d", "/d/new");
        assertThat(told(tree.history("/d/old"))).containsExactly("0 A /d/old", "1 D /d/old");
        assertThat(told(tree.history("d"))).containsExactly("0 A /d", "1 C /d", "2 C /d");
    }

    @Test
    void directories_that_no_layer_names_are_implied() throws Exception {
        ImageTree tree = tree(new TarBuilder().file("a/b/c", "x"));
        assertThat(tree.find("/a/b")).hasValueSatisfying(node -> {
            assertThat(node.layer()).isEqualTo(-1);
            assertThat(node.type()).isEqualTo(FileType.DIRECTORY);
        });
        assertThat(tree(new TarBuilder().file("a/b", "x"), new TarBuilder().whiteout("a/b"))
                        .find("/a"))
                .isEmpty();
    }

    @Test
    void links_are_followed_within_the_tree_only() throws Exception {
        ImageTree tree = tree(new TarBuilder()
                .dir("etc")
                .file("etc/passwd", "inner")
                .symlink("out", "../../../../etc/passwd")
                .symlink("abs", "/etc")
                .symlink("loop1", "loop2")
                .symlink("loop2", "loop1")
                .symlink("dangling", "nowhere"));
        assertThat(read(tree, "/out")).isEqualTo("inner");
        assertThat(read(tree, "/abs/passwd")).isEqualTo("inner");
        assertThat(tree.find("abs").orElseThrow().target()).contains("/etc");
        assertThat(tree.find("abs/passwd").orElseThrow().path()).isEqualTo("/etc/passwd");
        assertThat(tree.list("/abs")).extracting(TreeNode::name).containsExactly("passwd");
        assertThatThrownBy(() -> tree.open("/loop1")).isInstanceOf(FileSystemLoopException.class);
        assertThatThrownBy(() -> tree.open("/dangling")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> tree.list("/etc/passwd")).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> tree.open("/etc"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void a_hard_link_keeps_the_content_that_its_target_had() throws Exception {
        ImageTree tree = tree(
                new TarBuilder()
                        .file("one", "first", e -> e.mode(0600).owner(3, 4))
                        .hardLink("two", "one"),
                new TarBuilder().hardLink("three", "two"),
                new TarBuilder().file("one", "replaced").whiteout("two"));
        assertThat(read(tree, "/three")).isEqualTo("first");
        assertThat(read(tree, "/one")).isEqualTo("replaced");
        assertThat(tree.find("three")).hasValueSatisfying(node -> {
            assertThat(node.hardLink()).isTrue();
            assertThat(node.type()).isEqualTo(FileType.REGULAR);
            assertThat(node.mode()).isEqualTo(0600);
            assertThat(node.uid()).isEqualTo(3);
            assertThat(node.size()).isEqualTo(5);
        });
    }

    @Test
    void the_history_of_a_path_tells_layers_and_commands() throws Exception {
        ImageTree tree = tree(
                new TarBuilder().dir("d").file("d/f", "1"),
                new TarBuilder().file("other", "x"),
                new TarBuilder().file("d/f", "2"),
                new TarBuilder().whiteout("d"),
                new TarBuilder().dir("d").file("d/f", "3"));
        List<PathEvent> history = tree.history("/d/f");
        assertThat(told(history)).containsExactly("0 A /d/f", "2 C /d/f", "3 D /d/f", "4 A /d/f");
        assertThat(history).extracting(PathEvent::command).containsExactly("RUN 0", "RUN 2", "RUN 3", "RUN 4");
        assertThat(history.get(2).node()).isEmpty();
        assertThat(tree.history("/never")).isEmpty();
    }

    @Test
    void the_changes_of_a_layer_are_those_it_made() throws Exception {
        ImageTree tree = tree(
                new TarBuilder()
                        .dir("a")
                        .file("a/x", "1")
                        .dir("b")
                        .file("b/y", "1")
                        .dir("c")
                        .file("c/z", "1"),
                new TarBuilder()
                        .file("a/x", "2")
                        .file("a/new", "n")
                        .whiteout("b")
                        .dir("c")
                        .opaque("c")
                        .whiteout("gone"));
        List<PathEvent> events = new ArrayList<>();
        tree.layerChanges(1, events::add);
        assertThat(told(events)).containsExactly("1 A /a/new", "1 C /a/x", "1 D /b", "1 C /c", "1 D /c/z");
        events.clear();
        tree.layerChanges(0, events::add);
        assertThat(events).allMatch(event -> event.kind() == ChangeKind.ADDED).hasSize(6 + 1);
    }

    @Test
    void a_part_is_extracted_with_links_and_attributes() throws Exception {
        ImageTree tree = tree(
                new TarBuilder()
                        .dir("d", e -> e.mode(0750).mtime(1_000))
                        .file("d/one", "content", e -> e.mode(0640).mtime(2_000))
                        .symlink("d/sym", "../outside"),
                new TarBuilder().hardLink("d/two", "d/one").file("d/three", "3"));
        tree.extract("/d", directory);
        Path d = directory.resolve("d");
        assertThat(d.resolve("two")).hasContent("content");
        assertThat(Files.getAttribute(d.resolve("one"), "unix:nlink")).isEqualTo(2);
        assertThat(Files.readSymbolicLink(d.resolve("sym"))).hasToString("../outside");
        assertThat(Files.getLastModifiedTime(d).toMillis()).isEqualTo(1_000_000);
        tree.extract("/d/three", directory.resolve("renamed"));
        assertThat(directory.resolve("renamed")).hasContent("3");
        assertThatThrownBy(() -> tree.extract("/d/three", directory.resolve("renamed")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> tree.extract("/none", directory)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_part_is_written_as_a_tar_that_is_a_layer_again() throws Exception {
        ImageTree tree = tree(new TarBuilder().dir("d").file("d/f", "1").hardLink("d/g", "d/f"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tree.extract("/d", out);
        ImageTree again = ImageTree.of(List.of(new Layer(out.toByteArray(), "")), IndexListener.NONE);
        assertThat(paths(again)).containsExactly("/", "/d", "/d/f", "/d/g");
        assertThat(read(again, "/d/g")).isEqualTo("1");
    }

    @Test
    void a_broken_layer_is_named() {
        assertThatThrownBy(() -> ImageTree.of(
                        List.of(new Layer("junk".repeat(300).getBytes(StandardCharsets.US_ASCII), "x")),
                        IndexListener.NONE))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("layer of x");
    }

    /** Random layers: the tree that is looked into is the tree that unpacking makes. */
    @Test
    void the_tree_equals_what_unpacking_makes() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            Path unpacked = Files.createDirectory(directory.resolve("tree" + seed));
            List<TreeLayer> layers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                byte[] tar = randomLayer(random);
                new LayerApplier(new ApplyTarget.MergedTree(unpacked), LayerLimits.DEFAULT)
                        .apply(new ByteArrayInputStream(tar));
                layers.add(new Layer(tar, ""));
            }
            ImageTree tree = ImageTree.of(layers, IndexListener.NONE);
            TreeSet<String> expected = new TreeSet<>();
            try (Stream<Path> files = Files.walk(unpacked)) {
                for (Path file : files.toList()) {
                    String path = "/" + unpacked.relativize(file);
                    expected.add(Files.isDirectory(file) ? path : path + " " + Files.readString(file));
                }
            }
            TreeSet<String> found = new TreeSet<>();
            for (String path : paths(tree)) {
                found.add(tree.resolve(path).isDirectory() ? path : path + " " + read(tree, path));
            }
            assertThat(found).as("seed " + seed).isEqualTo(expected);
        }
    }

    private static byte[] randomLayer(Random random) {
        TarBuilder tar = new TarBuilder();
        String[] names = {"a", "b", "c"};
        for (int i = random.nextInt(5); i >= 0; i--) {
            String parent = names[random.nextInt(3)];
            String path = random.nextBoolean() ? parent : parent + "/" + names[random.nextInt(3)];
            switch (random.nextInt(5)) {
                case 0 -> tar.dir(path);
                case 1 -> tar.whiteout(path);
                case 2 -> tar.dir(parent).opaque(parent);
                case 3 -> tar.dir(parent).file(parent + "/f", "content " + random.nextInt());
                default -> tar.file(path.replace('/', '-') + "x", "content " + random.nextInt());
            }
        }
        return tar.build();
    }
}
