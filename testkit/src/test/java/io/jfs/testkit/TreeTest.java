package io.jfs.testkit;

import static io.jfs.testkit.Tree.absent;
import static io.jfs.testkit.Tree.characterDevice;
import static io.jfs.testkit.Tree.dir;
import static io.jfs.testkit.Tree.fifo;
import static io.jfs.testkit.Tree.file;
import static io.jfs.testkit.Tree.hardLink;
import static io.jfs.testkit.Tree.hole;
import static io.jfs.testkit.Tree.socket;
import static io.jfs.testkit.Tree.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.testkit.TreeListing.Without;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class TreeTest {
    @TempDir
    Path place;

    @Test
    void a_tree_is_made_as_it_is_said() throws IOException {
        Tree.of(
                        dir(
                                        "etc",
                                        file("passwd", "root")
                                                .mode(04711)
                                                .owner(3, 4)
                                                .mtime(1000, 7),
                                        symlink("mtab", "nowhere").mtime(1, 2))
                                .mode(0700)
                                .mtime(5, 6),
                        hardLink("users", "etc/passwd"),
                        file("ping", "x").capability().mtime(1, 0),
                        file("shared", "x").mode(0664).readWriteFor(7).mtime(1, 0),
                        hole("big", 1 << 20).mtime(1, 0),
                        fifo("pipe").mtime(1, 0),
                        socket("sock").mtime(1, 0),
                        characterDevice("null", 1, 3).mode(0666).mtime(1, 0))
                .withRoot(root -> root.mode(0711).mtime(9, 9))
                .applyTo(place);
        assertThat(TreeListing.of(place, Without.XATTRS).toString()).isEqualTo("""
                / DIRECTORY 0711 0:0 9.000000009
                /big REGULAR 0644 0:0 1.000000000 1048576 sha256:30e14955ebf13522
                /etc DIRECTORY 0700 0:0 5.000000006
                /etc/mtab SYMLINK 0777 0:0 1.000000002 -> nowhere
                /etc/passwd REGULAR 4711 3:4 1000.000000007 4 sha256:4813494d137e1631 = /etc/passwd
                /null CHARACTER_DEVICE 0666 0:0 1.000000000 1:3
                /ping REGULAR 0644 0:0 1.000000000 1 sha256:2d711642b726b044
                /pipe FIFO 0644 0:0 1.000000000
                /shared REGULAR 0664 0:0 1.000000000 1 sha256:2d711642b726b044
                /sock SOCKET 0644 0:0 1.000000000
                /users REGULAR 4711 3:4 1000.000000007 4 sha256:4813494d137e1631 = /etc/passwd""");
        assertThat(TreeListing.of(place).toString())
                .contains("security.capability=01000002", "system.posix_acl_access=02000000");
    }

    @Test
    void a_tree_made_on_top_keeps_directories_and_replaces_the_rest() throws IOException {
        Tree.of(dir("a", file("old", "1"), file("kept", "2")).mode(0700), dir("b", file("c", "3")), file("d", "4"))
                .applyTo(place);
        Tree.of(dir("a", absent("old"), file("new", "5")), file("b", "6"), dir("d"))
                .applyTo(place);
        assertThat(TreeListing.of(place).paths()).containsExactly("/", "/a", "/a/kept", "/a/new", "/b", "/d");
        assertThat(TreeListing.of(place).lines().get("/a")).contains(" 0700 ");
    }

    @Test
    void a_difference_names_the_lines_that_differ() throws IOException {
        Path left = Files.createDirectory(place.resolve("left"));
        Path right = Files.createDirectory(place.resolve("right"));
        Tree.of(file("same", "1").mtime(1, 1), file("changed", "2").mtime(1, 1)).applyTo(left);
        Tree.of(file("same", "1").mtime(1, 1), file("changed", "3").mtime(1, 1), file("more", ""))
                .applyTo(right);
        assertThatThrownBy(() -> TreeListing.assertTreesEqual(left, right, Without.DIRECTORY_TIMES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("- /changed", "+ /changed", "- /more")
                .hasMessageNotContaining("- /same");
    }
}
