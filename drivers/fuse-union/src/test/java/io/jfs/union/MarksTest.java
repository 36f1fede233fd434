package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marks that others have left in layers. The bottom layer has a/x, a/y and b. */
@RequiresRoot
final class MarksTest {
    private Layering layers;

    @BeforeEach
    void make_layers() throws IOException {
        layers = new Layering();
        Path bottom = layers.newLower();
        Files.createDirectory(bottom.resolve("a"));
        Files.writeString(bottom.resolve("a/x"), "x");
        Files.writeString(bottom.resolve("a/y"), "y");
        Files.writeString(bottom.resolve("b"), "b");
    }

    @AfterEach
    void remove_layers() throws IOException {
        layers.close();
    }

    private UnionTree open(UnionOptions options) throws IOException {
        return new UnionTree(Union.open(options), false);
    }

    private static void mark(Path file, String name, String value) throws IOException {
        try (Fd fd = Open.open(file, Open.O_PATH, 0)) {
            Xattr.set(fd, name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aufs_whiteouts_hide_and_are_hidden() throws IOException {
        Path middle = layers.newLower();
        Files.createDirectory(middle.resolve("a"));
        Files.createFile(middle.resolve("a/.wh.x"));
        Files.createFile(middle.resolve(".wh.b"));
        try (UnionTree tree = open(layers.options().withAufsMarks(true))) {
            assertThat(tree.dump()).containsOnlyKeys("", "a", "a/y");
            tree.file("b", 0644, "again");
            assertThat(tree.dump()).containsOnlyKeys("", "a", "a/y", "b");
        }
    }

    @Test
    void aufs_opaque_directories_hide() throws IOException {
        Path middle = layers.newLower();
        Files.createDirectory(middle.resolve("a"));
        Files.createFile(middle.resolve("a/.wh..wh..opq"));
        Files.createFile(middle.resolve("a/z"));
        try (UnionTree tree = open(layers.options().withAufsMarks(true))) {
            assertThat(tree.list("a")).containsExactly("z");
        }
    }

    @Test
    void without_aufs_marks_such_files_are_files() throws IOException {
        Path middle = layers.newLower();
        Files.createFile(middle.resolve(".wh.b"));
        try (UnionTree tree = open(layers.options())) {
            assertThat(tree.list("")).containsExactly(".wh.b", "a", "b");
        }
    }

    @Test
    void whiteouts_by_attribute_hide() throws IOException {
        Path middle = layers.newLower();
        Files.createDirectory(middle.resolve("a"));
        Files.createFile(middle.resolve("a/x"));
        mark(middle.resolve("a"), "trusted.overlay.opaque", "x");
        mark(middle.resolve("a/x"), "trusted.overlay.whiteout", "y");
        try (UnionTree tree = open(layers.options())) {
            assertThat(tree.dump()).containsOnlyKeys("", "a", "a/y", "b");
        }
    }

    @Test
    void user_attributes_are_written_and_read_in_user_mode() throws IOException {
        UnionOptions options = layers.options().withXattrs(XattrMode.USER);
        try (UnionTree tree = open(options)) {
            tree.unlink("a/x");
            tree.unlink("a/y");
            tree.rmdir("a");
            tree.mkdir("a", 0755);
            tree.chmod("b", 0600);
            assertThat(tree.list("a")).isEmpty();
        }
        try (UnionTree tree = open(options);
                KernelTree kernel = layers.kernelOnUnion("userxattr")) {
            assertThat(tree.dump()).isEqualTo(kernel.dump()).containsOnlyKeys("", "a", "b");
        }
        try (Fd fd = Open.open(layers.path("union").resolve("a"), Open.O_PATH, 0)) {
            assertThat(Xattr.list(fd)).isEqualTo(List.of("user.overlay.opaque"));
        }
    }

    @Test
    void hostile_redirects_lead_nowhere() throws IOException {
        Path middle = layers.newLower();
        for (String redirect : List.of("../..", "/../../etc", "/", "//", ".", "", "/a/../..", "x/y")) {
            Path made = Files.createDirectory(middle.resolve("r" + Integer.toHexString(redirect.hashCode())));
            mark(made, "trusted.overlay.redirect", redirect);
        }
        try (UnionTree tree = open(layers.options())) {
            for (String name : tree.list("")) {
                if (name.startsWith("r")) {
                    assertThat(tree.list(name)).isEmpty();
                }
            }
        }
    }
}
