package io.jfs.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.tree.TreeFixture;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every trap of overlay's format, each made by the kernel itself where it can be. The tree below:
 *
 * <pre>
 *   dir/file   dir/sub/deep   empty/   one = two   other = dir/another
 * </pre>
 */
class OverlayUpperDiffTest {
    private static final String PLAIN = "index=off,metacopy=off,redirect_dir=off";

    @TempDir
    Path place;

    @BeforeEach
    void needsRoot() {
        TreeFixture.requireRoot();
    }

    private static void base(TreeFixture tree) throws IOException {
        tree.dir("dir")
                .file("dir/file", "1")
                .mtime("dir/file", 100, 5)
                .dir("dir/sub")
                .file("dir/sub/deep", "2");
        tree.dir("empty").file("one", "3").link("one", "two").file("other", "4").link("other", "dir/another");
        for (String directory : List.of("dir/sub", "dir", "empty", ".")) {
            tree.mtime(directory, 500, 0);
        }
    }

    private OverlayFixture overlay(String options) throws IOException {
        return new OverlayFixture(place, options).layer(OverlayUpperDiffTest::base);
    }

    private static void settle(TreeFixture tree, String... directories) throws IOException {
        for (String directory : directories) {
            tree.mtime(directory, 500, 0);
        }
    }

    /** The upper alone tells these changes, and so does the walk over both mounted trees. */
    private static void assertChanges(OverlayFixture overlay, String... expected) throws IOException {
        assertThat(overlay.doubleWalk()).as("double walk").containsExactly(expected);
        assertThat(overlay.upperDiff()).as("upper").contains(List.of(expected));
    }

    @Test
    void an_empty_upper_has_no_changes() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {});
        assertChanges(overlay);
    }

    @Test
    void a_file_that_was_copied_up_and_not_changed_is_nothing() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            Open.openAt(tree.root(), "dir/file", Open.O_RDWR, 0).close();
            tree.mtime("dir/sub", 500, 0);
            settle(tree, "dir", ".");
        });
        assertThat(overlay.upper().resolve("dir/file")).exists();
        assertThat(overlay.upper().resolve("dir/sub")).exists();
        assertChanges(overlay);
    }

    @Test
    void a_directory_made_in_a_merged_one_may_be_marked_opaque_and_is_just_added() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.dir("dir/new").file("dir/new/x", "1");
            settle(tree, "dir", ".");
        });
        try (TreeFixture upper = TreeFixture.at(overlay.upper())) {
            upper.xattr("dir/new", "trusted.overlay.opaque", "y");
        }
        assertChanges(overlay, "A /dir/new", "A /dir/new/x");
    }

    @Test
    void a_whiteout_is_a_deletion() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.remove("dir/sub").remove("empty");
            settle(tree, "dir", ".");
        });
        assertChanges(overlay, "D /dir/sub", "D /empty");
    }

    @Test
    void a_whiteout_of_what_no_lower_has_is_nothing() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> settle(tree, "dir", "."));
        try (TreeFixture upper = TreeFixture.at(overlay.upper())) {
            upper.device("never", 0, 0)
                    .device("dir/never", 0, 0)
                    .mtime("dir", 500, 0)
                    .mtime(".", 500, 0);
        }
        assertChanges(overlay);
    }

    @Test
    void a_whiteout_of_what_a_nearer_lower_whited_out_is_nothing() throws IOException {
        OverlayFixture overlay =
                overlay(PLAIN).layer(tree -> tree.remove("dir/file")).layer(tree -> settle(tree, "dir", "."));
        try (TreeFixture upper = TreeFixture.at(overlay.upper())) {
            upper.device("dir/file", 0, 0).mtime("dir", 500, 0);
        }
        assertChanges(overlay, "C /dir");
    }

    @Test
    void a_directory_made_again_is_compared_with_what_it_hides() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.remove("dir").dir("dir").dir("dir/sub").file("dir/sub/new", "x");
            tree.file("dir/file", "1").mtime("dir/file", 100, 5);
            settle(tree, "dir/sub", "dir", ".");
        });
        assertChanges(overlay, "D /dir/another", "D /dir/sub/deep", "A /dir/sub/new");
    }

    @Test
    void a_whiteout_in_an_opaque_directory_changes_nothing_more() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.remove("dir").dir("dir").dir("dir/sub").file("dir/x", "x");
            settle(tree, "dir/sub", "dir", ".");
        });
        try (TreeFixture upper = TreeFixture.at(overlay.upper())) {
            upper.device("dir/file", 0, 0)
                    .device("dir/sub/deep", 0, 0)
                    .mtime("dir/sub", 500, 0)
                    .mtime("dir", 500, 0);
        }
        assertChanges(overlay, "D /dir/another", "D /dir/file", "D /dir/sub/deep", "A /dir/x");
    }

    @Test
    void an_opaque_directory_in_a_lower_hides_what_is_below_it() throws IOException {
        OverlayFixture overlay = overlay(PLAIN)
                .layer(tree -> tree.remove("dir").dir("dir").file("dir/middle", "m"))
                .layer(tree -> tree.remove("dir").dir("dir").file("dir/file", "top"));
        assertChanges(overlay, "C /", "C /dir", "A /dir/file", "D /dir/middle");
    }

    @Test
    void a_whiteout_may_be_an_empty_file_with_an_attribute() throws IOException {
        OverlayFixture overlay =
                overlay(PLAIN).layer(tree -> tree.dir("x").file("x/in", "1")).layer(tree -> settle(tree, "dir", "."));
        try (TreeFixture middle = TreeFixture.at(overlay.lowers().getFirst())) {
            middle.dir("dir").xattr("dir", "trusted.overlay.opaque", "x").xattr(".", "trusted.overlay.opaque", "x");
            middle.file("dir/file", "").xattr("dir/file", "trusted.overlay.whiteout", "y");
        }
        try (TreeFixture upper = TreeFixture.at(overlay.upper())) {
            upper.file("dir/file", "again").xattr("dir", "trusted.overlay.opaque", "x");
            upper.file("dir/sub", "").xattr("dir/sub", "trusted.overlay.whiteout", "y");
        }
        assertThat(overlay.upperDiff().orElseThrow()).contains("A /dir/file", "D /dir/sub");
    }

    @Test
    void a_changed_file_is_modified_whatever_changed() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.chmod("dir/file", 04755).xattr("dir/sub/deep", "user.x", "1").chown("empty", 5, 6);
        });
        assertChanges(overlay, "C /dir/file", "C /dir/sub/deep", "C /empty");
    }

    @Test
    void a_nanosecond_is_a_change() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> tree.mtime("dir/file", 100, 6));
        assertChanges(overlay, "C /dir/file");
    }

    @Test
    void a_file_becomes_a_directory() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.remove("dir/file").dir("dir/file").file("dir/file/in", "1");
            settle(tree, "dir");
        });
        assertChanges(overlay, "C /dir/file", "A /dir/file/in");
    }

    @Test
    void a_directory_becomes_a_file_or_a_symbolic_link() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.remove("dir/sub").file("dir/sub", "1").remove("empty").symlink("empty", "dir");
            settle(tree, "dir", ".");
        });
        assertChanges(overlay, "C /dir/sub", "C /empty");
    }

    @Test
    void if_one_name_of_a_lower_file_changes_its_partners_are_listed() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> tree.file("other", "changed"));
        assertThat(overlay.upper().resolve("dir/another"))
                .as("only the lower has it")
                .doesNotExist();
        assertChanges(overlay, "C /dir/another", "C /other");
    }

    @Test
    void partners_which_are_deleted_or_hidden_are_not_listed() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.file("other", "changed").remove("dir/another").remove("one").file("one", "now alone");
            settle(tree, "dir", ".");
        });
        assertChanges(overlay, "D /dir/another", "C /one", "C /other", "C /two");
    }

    @Test
    void partners_in_a_deep_layer_are_found_under_what_nearer_layers_show() throws IOException {
        OverlayFixture overlay = overlay(PLAIN)
                .layer(tree -> tree.file("unrelated", "x"))
                .layer(tree -> tree.remove("two"))
                .layer(tree -> tree.chmod("other", 0600).chmod("one", 0600));
        assertChanges(overlay, "C /dir/another", "C /one", "C /other");
    }

    @Test
    void hard_links_that_did_not_change_are_not_listed() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.file("new", "x");
            settle(tree, ".");
        });
        assertChanges(overlay, "A /new");
    }

    @Test
    void a_new_link_to_a_lower_file_lists_all_its_names() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.link("dir/file", "zzz");
            settle(tree, "dir", ".");
        });
        assertChanges(overlay, "C /dir/file", "A /zzz");
    }

    @Test
    void a_name_that_begins_like_a_whiteout_in_a_layer_is_a_name_like_any_other() throws IOException {
        OverlayFixture overlay = overlay(PLAIN).layer(tree -> {
            tree.file("dir/.wh.file", "user's own");
            settle(tree, "dir");
        });
        assertChanges(overlay, "A /dir/.wh.file");
    }

    @Test
    void a_renamed_lower_directory_needs_the_double_walk() throws IOException {
        OverlayFixture overlay =
                overlay("index=off,metacopy=off,redirect_dir=on").layer(tree -> tree.rename("dir", "moved"));
        assertThat(overlay.upperDiff()).isEmpty();
        assertThat(overlay.doubleWalk()).contains("D /dir", "A /moved", "A /moved/sub/deep");
    }

    @Test
    void a_renamed_directory_in_a_lower_needs_the_double_walk_if_it_is_touched() throws IOException {
        OverlayFixture overlay = overlay("index=off,metacopy=off,redirect_dir=on")
                .layer(tree -> tree.rename("dir", "moved"))
                .layer(tree -> tree.file("moved/sub/new", "x"));
        assertThat(overlay.upperDiff()).isEmpty();
        assertThat(overlay.doubleWalk()).containsExactly("C /moved/sub", "A /moved/sub/new");
    }

    @Test
    void a_file_without_its_data_needs_the_double_walk() throws IOException {
        OverlayFixture overlay =
                overlay("index=off,metacopy=on,redirect_dir=on").layer(tree -> tree.chmod("dir/file", 0600));
        assertThat(overlay.upperDiff()).isEmpty();
        assertThat(overlay.doubleWalk()).containsExactly("C /dir/file");
    }

    @Test
    void link_counts_kept_by_an_index_need_the_double_walk() throws IOException {
        OverlayFixture overlay =
                overlay("index=on,metacopy=off,redirect_dir=off").layer(tree -> tree.file("one", "changed"));
        assertThat(overlay.upperDiff()).isEmpty();
        assertThat(overlay.doubleWalk()).containsExactly("C /one", "C /two");
    }

    @Test
    void without_lowers_everything_is_added_and_a_device_0_0_is_a_device() throws IOException {
        OverlayFixture overlay = overlay(PLAIN);
        try (Fd root = overlay.merged()) {
            Links.mknodAt(root, "zero", 0020644, 0, 0);
        }
        assertThat(overlay.upperDiff().orElseThrow())
                .startsWith("C /", "A /dir")
                .contains("A /dir/sub/deep", "A /zero")
                .hasSize(11);
    }
}
