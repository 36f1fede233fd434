package io.jfs.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.tree.CopyOptions;
import io.jfs.core.tree.TreeCopy;
import io.jfs.core.tree.TreeFixture;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tree, a copy of it, and what the walk says after the copy was changed. Every directory starts with mtime 500.
 *
 * <pre>
 *   dir/file   dir/sub/deep   empty/   link -> dir   one = two   zero (mtime without nanoseconds)
 * </pre>
 */
class DoubleWalkTest {
    @TempDir
    Path place;

    private TreeFixture before;
    private TreeFixture after;

    @BeforeEach
    void makeBoth() throws IOException {
        TreeFixture.requireRoot();
        before = TreeFixture.at(Files.createDirectory(place.resolve("before")));
        after = TreeFixture.at(Files.createDirectory(place.resolve("after")));
        before.dir("dir").file("dir/file", "1").mtime("dir/file", 100, 5);
        before.dir("dir/sub").file("dir/sub/deep", "2").dir("empty").symlink("link", "dir");
        before.file("one", "3").link("one", "two").file("zero", "0").mtime("zero", 100, 0);
        for (String directory : List.of("dir/sub", "dir", "empty", ".")) {
            before.mtime(directory, 500, 0);
        }
        TreeCopy.copy(before.root(), after.root(), CopyOptions.DEFAULT);
    }

    @AfterEach
    void removeBoth() throws IOException {
        TreeRemover.removeContents(before.root());
        TreeRemover.removeContents(after.root());
        before.close();
        after.close();
    }

    private List<String> changes() throws IOException {
        List<String> lines = new ArrayList<>();
        DoubleWalk.changes(before.root(), after.root(), change -> lines.add(OverlayFixture.line(change)));
        return lines;
    }

    /** Makes a directory's mtime what it was, so that only what happened inside is seen. */
    private void settle(String directory) throws IOException {
        after.mtime(directory, 500, 0);
    }

    @Test
    void equal_trees_have_no_changes() throws IOException {
        assertThat(changes()).isEmpty();
        List<String> same = new ArrayList<>();
        DoubleWalk.changes(before.root(), before.root(), change -> same.add(change.path()));
        assertThat(same).isEmpty();
    }

    @Test
    void from_an_empty_directory_everything_is_added() throws IOException {
        try (TreeFixture empty = TreeFixture.at(Files.createDirectory(place.resolve("none")))) {
            List<String> lines = new ArrayList<>();
            DoubleWalk.changes(empty.root(), after.root(), change -> lines.add(OverlayFixture.line(change)));
            assertThat(lines)
                    .containsExactly(
                            "C /",
                            "A /dir",
                            "A /dir/file",
                            "A /dir/sub",
                            "A /dir/sub/deep",
                            "A /empty",
                            "A /link",
                            "A /one",
                            "A /two",
                            "A /zero");
        }
    }

    @Test
    void a_directory_is_listed_only_if_it_changed_itself() throws IOException {
        after.file("dir/sub/deep", "changed");
        assertThat(changes()).containsExactly("C /dir/sub/deep");
        after.file("dir/new", "x");
        assertThat(changes()).containsExactly("C /dir", "A /dir/new", "C /dir/sub/deep");
    }

    @Test
    void nothing_below_a_deleted_directory_is_listed() throws IOException {
        after.remove("dir");
        settle(".");
        assertThat(changes()).containsExactly("D /dir");
    }

    @Test
    void a_change_of_attributes_is_a_change() throws IOException {
        after.chmod("dir/file", 0600).chown("dir/sub", 1, 0).chown("link", 0, 1);
        assertThat(changes()).containsExactly("C /dir/file", "C /dir/sub", "C /link");
    }

    @Test
    void a_change_of_extended_attributes_alone_is_a_change() throws IOException {
        after.xattr("dir/file", "user.x", "1")
                .xattr("dir/sub", "trusted.x", "1")
                .xattr("link", "trusted.x", "1");
        assertThat(changes()).containsExactly("C /dir/file", "C /dir/sub", "C /link");
        before.xattr("dir/file", "user.x", "2")
                .xattr("dir/sub", "trusted.x", "1")
                .xattr("link", "trusted.x", "1");
        assertThat(changes()).as("values count too").containsExactly("C /dir/file");
    }

    @Test
    void marks_of_overlay_and_selinux_are_not_changes() throws IOException {
        after.xattr("dir", "trusted.overlay.origin", "x").xattr("dir/file", "user.overlay.origin", "x");
        after.xattr("dir/file", "security.selinux", "label");
        assertThat(changes()).isEmpty();
    }

    @Test
    void atime_and_ctime_are_not_changes() throws IOException {
        after.chmod("dir/file", 0600).chmod("dir/file", 0644);
        Attributes.setTimesAt(after.root(), "dir/file", 999, 9, 0, Attributes.UTIME_OMIT);
        assertThat(changes()).isEmpty();
    }

    @Test
    void a_nanosecond_is_a_change() throws IOException {
        after.mtime("dir/file", 100, 6);
        assertThat(changes()).containsExactly("C /dir/file");
    }

    @Test
    void content_is_read_only_where_the_time_knows_no_nanoseconds() throws IOException {
        after.file("zero", "9").mtime("zero", 100, 0);
        after.file("dir/file", "9").mtime("dir/file", 100, 5);
        assertThat(changes()).containsExactly("C /zero");
    }

    @Test
    void big_contents_are_compared_to_the_end() throws IOException {
        String text = "x".repeat(300_000);
        before.file("big", text + "1").mtime("big", 7, 0).mtime(".", 500, 0);
        after.file("big", text + "2").mtime("big", 7, 0).mtime(".", 500, 0);
        assertThat(changes()).containsExactly("C /big");
        after.file("big", text + "1").mtime("big", 7, 0);
        assertThat(changes()).isEmpty();
    }

    @Test
    void a_link_target_of_the_same_length_is_a_change() throws IOException {
        after.remove("link").symlink("link", "one").mtime("link", 100, 5);
        before.mtime("link", 100, 5);
        settle(".");
        assertThat(changes()).containsExactly("C /link");
    }

    @Test
    void a_file_that_becomes_a_directory_is_modified_and_what_is_in_it_added() throws IOException {
        after.remove("dir/file").dir("dir/file").file("dir/file/in", "1");
        settle("dir");
        assertThat(changes()).containsExactly("C /dir/file", "A /dir/file/in");
    }

    @Test
    void a_directory_that_becomes_a_file_or_a_link_is_one_modification() throws IOException {
        after.remove("dir").file("dir", "now a file").remove("empty").symlink("empty", "dir");
        settle(".");
        assertThat(changes()).containsExactly("C /dir", "C /empty");
    }

    @Test
    void a_device_0_0_is_a_device_like_any_other() throws IOException {
        after.device("dir/zero", 0, 0);
        settle("dir");
        assertThat(changes()).containsExactly("A /dir/zero");
        before.device("dir/zero", 0, 1).mtime("dir/zero", 1, 1).mtime("dir", 500, 0);
        after.mtime("dir/zero", 1, 1);
        assertThat(changes()).as("device numbers count").containsExactly("C /dir/zero");
    }

    @Test
    void if_one_name_of_a_file_changes_all_are_listed() throws IOException {
        after.file("one", "more");
        assertThat(changes()).containsExactly("C /one", "C /two");
    }

    @Test
    void a_new_name_lists_the_old_ones_before_and_after_it() throws IOException {
        after.link("one", "dir/three").link("one", "zzz");
        settle("dir");
        settle(".");
        assertThat(changes()).containsExactly("A /dir/three", "C /one", "C /two", "A /zzz");
    }

    @Test
    void names_torn_apart_are_listed_even_if_nothing_else_changed() throws IOException {
        after.remove("two").file("two", "3");
        after.mtime("two", 77, 7).mtime("one", 77, 7);
        before.mtime("one", 77, 7);
        settle(".");
        assertThat(changes()).containsExactly("C /one", "C /two");
    }

    @Test
    void names_joined_are_listed_even_if_nothing_else_changed() throws IOException {
        before.file("x", "same")
                .file("y", "same")
                .mtime("x", 77, 7)
                .mtime("y", 77, 7)
                .mtime(".", 500, 0);
        after.file("x", "same").link("x", "y").mtime("x", 77, 7);
        settle(".");
        assertThat(changes()).containsExactly("C /x", "C /y");
    }

    @Test
    void a_deleted_name_does_not_list_the_remaining_one() throws IOException {
        after.remove("one");
        settle(".");
        assertThat(changes()).containsExactly("D /one");
    }

    @Test
    void names_are_in_the_order_of_their_bytes() throws IOException {
        String byteFf = NativePath.decode(new byte[] {(byte) 0xff});
        List<String> names = List.of("B", "a", "a.b", "\u00e9", "\uFFFD", "\uD83D\uDE00", byteFf);
        after.remove("dir")
                .remove("empty")
                .remove("link")
                .remove("one")
                .remove("two")
                .remove("zero");
        for (String name : names.reversed()) {
            after.dir(name).file(name + "/x", "");
        }
        List<String> added =
                changes().stream().filter(line -> line.startsWith("A")).toList();
        List<String> expected = new ArrayList<>();
        names.forEach(name -> expected.addAll(List.of("A /" + name, "A /" + name + "/x")));
        assertThat(added).isEqualTo(expected);
    }

    @Test
    void depth_has_no_limit() throws IOException {
        int depth = 2000;
        Fd at = after.root().duplicate();
        for (int i = 0; i < depth; i++) {
            Links.mkdirAt(at, "d", 0755);
            Fd inside = Open.openAt(at, "d", Open.O_RDONLY, 0);
            at.close();
            at = inside;
        }
        at.close();
        settle(".");
        assertThat(changes()).hasSize(depth).allMatch(line -> line.startsWith("A /d"));
    }
}
