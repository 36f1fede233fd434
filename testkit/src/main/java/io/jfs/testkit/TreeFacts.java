package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.Tree.absent;
import static io.jfs.testkit.Tree.blockDevice;
import static io.jfs.testkit.Tree.characterDevice;
import static io.jfs.testkit.Tree.dir;
import static io.jfs.testkit.Tree.fifo;
import static io.jfs.testkit.Tree.file;
import static io.jfs.testkit.Tree.hardLink;
import static io.jfs.testkit.Tree.hole;
import static io.jfs.testkit.Tree.socket;
import static io.jfs.testkit.Tree.symlink;
import static io.jfs.testkit.TreeListing.Without.TIMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.core.Mount;
import io.jfs.core.driver.DriverCapability;
import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a snapshot shows, what may be done to it, and that parents never change. */
interface TreeFacts {
    SnapshotFixture snapshots();

    /** More than the kernel's overlay could take on one page of mount options. */
    int DEEP = 128;

    @Test
    default void the_root_of_an_empty_snapshot_is_an_empty_directory_that_everybody_may_read() throws IOException {
        Path root = snapshots().mount(snapshots().prepare("active", ""));
        assertThat(TreeListing.of(root, TIMES).toString()).isEqualTo("/ DIRECTORY 0755 0:0");
        snapshots().view("view", "");
        assertThat(snapshots().tree("view", TIMES).toString()).isEqualTo("/ DIRECTORY 0755 0:0");
    }

    @Test
    default void a_view_shows_its_parent_and_refuses_writes() throws IOException {
        snapshots().layer("bottom", "", Tree.of(file("a", "1")));
        snapshots().layer("top", "bottom", Tree.of(file("b", "2")));
        for (String parent : List.of("bottom", "top")) {
            List<Mount> mounts = snapshots().view("view of " + parent, parent);
            assertThat(mounts.getLast().isReadOnly()).isTrue();
            Path root = snapshots().mount(mounts);
            TreeListing.of(root).assertEquals(snapshots().tree(parent));
            try (Fd fd = Open.open(root, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                assertThatThrownBy(() -> Links.mkdirAt(fd, "new", 0755))
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
                assertThatThrownBy(() -> Open.openAt(fd, "a", Open.O_RDWR, 0))
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
            }
        }
    }

    @Test
    default void a_child_starts_as_its_parent_and_leaves_it_alone() throws IOException {
        Tree base = Tree.of(dir("d", file("a", "1"), file("b", "2")), file("c", "3"));
        Tree edits = Tree.of(dir("d", file("a", "changed"), absent("b")), file("new", "4"));
        snapshots().layer("base", "", base);
        TreeListing before = snapshots().tree("base");
        snapshots().prepare("first", "base");
        snapshots().prepare("second", "base");
        snapshots().tree("first").assertEquals(before);
        snapshots().edit("first", edits);
        snapshots().tree("base").assertEquals(before);
        snapshots().tree("second").assertEquals(before);
        snapshots().commit("next", "first");
        snapshots().tree("next", TIMES).assertEquals(snapshots().expected(List.of(base, edits), TIMES));
        snapshots().tree("base").assertEquals(before);
    }

    @Test
    default void mode_and_owner_of_the_root_are_carried_to_children() throws IOException {
        snapshots()
                .layer("base", "", Tree.of().withRoot(root -> root.mode(01777).owner(3, 4)));
        snapshots().layer("next", "base", Tree.of(file("a", "1")));
        snapshots().prepare("active", "next");
        assertThat(snapshots().tree("active", TIMES).lines().get("/")).isEqualTo("/ DIRECTORY 1777 3:4");
        snapshots().edit("active", Tree.of().withRoot(root -> root.mode(0711)));
        assertThat(snapshots().tree("active", TIMES).lines().get("/")).isEqualTo("/ DIRECTORY 0711 3:4");
        assertThat(snapshots().tree("next", TIMES).lines().get("/")).isEqualTo("/ DIRECTORY 1777 3:4");
    }

    @Test
    default void what_a_child_deletes_is_gone_there_and_in_its_children() throws IOException {
        assertEditsShowAlike(
                Tree.of(dir("d", dir("e", file("f", "1")), file("g", "2")), file("h", "3")),
                Tree.of(dir("d", absent("e")), absent("h")),
                Tree.of(file("i", "4")));
    }

    @Test
    default void a_directory_made_again_shows_nothing_of_the_old() throws IOException {
        assertEditsShowAlike(
                Tree.of(dir("d", dir("e", file("f", "1")), file("g", "2")).mode(0700)),
                Tree.of(absent("d")),
                Tree.of(dir("d", file("new", "3"))),
                Tree.of(dir("d", dir("e"))));
        snapshots().layer("x", "", Tree.of(dir("d", dir("e", file("f", "1")))));
        snapshots().prepare("y", "x");
        snapshots().edit("y", root -> {
            Tree.of(absent("d")).applyTo(root);
            Tree.of(dir("d", file("new", "2"))).applyTo(root);
        });
        assertThat(snapshots().tree("y").paths()).containsExactly("/", "/d", "/d/new");
    }

    @Test
    default void owners_and_modes_of_lower_entries_can_be_changed() throws IOException {
        assertEditsShowAlike(
                Tree.of(dir("d", file("f", "1").owner(1, 2)), symlink("s", "nowhere")),
                Tree.of(dir("d").mode(02750).owner(5, 6)),
                root -> {
                    Attributes.chownAt(root, "d/f", 7, 8);
                    Attributes.chmodAt(root, "d/f", 06711);
                    Attributes.chownAt(root, "s", 9, 10);
                });
    }

    @Test
    default void files_become_directories_and_the_reverse() throws IOException {
        assertEditsShowAlike(
                Tree.of(file("a", "1"), dir("b", file("c", "2")), dir("d", file("e", "3")), symlink("f", "d")),
                Tree.of(dir("a", file("x", "4")), file("b", "5"), symlink("d", "a"), dir("f")),
                Tree.of(file("a", "6"), dir("b", file("c", "7")), absent("d"), absent("f")));
    }

    /** A lower file that has several names already is left out: the kernel's overlay tears such groups apart. */
    @Test
    default void hard_links_are_kept_and_can_be_made_to_lower_files() throws IOException {
        assertEditsShowAlike(
                Tree.of(file("a", "1"), dir("d"), hardLink("d/b", "a")),
                Tree.of(file("c", "2")),
                Tree.of(hardLink("d/f", "c"), hardLink("e", "c")),
                Tree.of(absent("e")));
    }

    @Test
    default void a_directory_that_comes_from_a_parent_can_be_renamed() throws IOException {
        assumeTrue(
                snapshots().store().driver().capabilities().contains(DriverCapability.DIRECTORY_RENAME),
                "the driver says that it cannot rename directories of parents");
        TreeEdit rename = root -> Links.renameAt(root, "d", root, "moved");
        assertEditsShowAlike(
                Tree.of(dir("d", file("a", "1"), dir("e", file("b", "2")))),
                rename,
                Tree.of(dir("d", file("other", "3")), dir("moved", dir("e", absent("b")))));
    }

    @Test
    default void everything_a_file_can_be_and_have_is_kept() throws IOException {
        snapshots().layer("base", "", everything());
        snapshots()
                .layer("next", "base", Tree.of(file("added", "1").mtime(1, 2)).withRoot(root -> root.mtime(9, 9)));
        TreeListing expected = snapshots()
                .expected(List.of(
                        everything(), Tree.of(file("added", "1").mtime(1, 2)).withRoot(root -> root.mtime(9, 9))));
        snapshots().tree("next").assertEquals(expected);
        snapshots().prepare("active", "next");
        TreeListing.of(snapshots().mount(snapshots().store().mounts(key("active"))))
                .assertEquals(expected);
    }

    /** Whether names that are not UTF-8 can be used in a mount. They must, but for what a driver's test says why. */
    default boolean takesNamesOfAnyBytes() {
        return true;
    }

    private Tree everything() {
        String bytes = takesNamesOfAnyBytes() ? NativePath.decode(new byte[] {'n', (byte) 0xff, (byte) 0xfe}) : "n";
        return Tree.of(
                dir("d", file("inside", "x").mtime(2, 3))
                        .mode(03711)
                        .owner(1, 2)
                        .mtime(1, 999_999_999),
                file("setuid", "x").owner(7, 8).mode(06711).mtime(1, 1),
                file("capable", "x").owner(7, 8).capability().mtime(1, 1),
                file("shared", "x").mode(0664).readWriteFor(1000).mtime(1, 1),
                file("labelled", "x")
                        .xattr("user.label", "text")
                        .xattr("trusted.label", "t")
                        .mtime(1, 1),
                file("old", "x").mtime(-1, 5),
                file("empty", "").mode(0).mtime(0, 0),
                hole("hole", 10 << 20).mtime(1, 1),
                symlink("link", "d/inside").owner(3, 4).mtime(4, 5),
                symlink("dangling", "/no/such/place")
                        .xattr("trusted.on-link", "t")
                        .mtime(4, 5),
                fifo("fifo").mode(0622).mtime(1, 1),
                socket("socket").mtime(1, 1),
                characterDevice("null", 1, 3).mode(0666).mtime(1, 1),
                blockDevice("disk", 259, 300).mode(0660).owner(0, 6).mtime(1, 1),
                file("also", "y").mtime(6, 7),
                hardLink("and", "also"),
                file(bytes, "z").mtime(1, 1),
                file("\uD83D\uDE00 blank\nnewline", "z").mtime(1, 1),
                file("n".repeat(255), "z").mtime(1, 1));
    }

    @Test
    default void trees_are_right_at_each_of_many_levels() throws IOException {
        List<TreeEdit> edits = new ArrayList<>();
        List<TreeListing> levels = new ArrayList<>();
        String parent = "";
        for (int level = 0; level < DEEP; level++) {
            Tree edit = edit(level);
            edits.add(edit);
            snapshots().layer("level " + level, parent, edit);
            parent = "level " + level;
            levels.add(snapshots().tree(parent));
        }
        Path directory = snapshots().mount(snapshots().prepare("top", parent));
        TreeListing.of(directory).assertEquals(levels.getLast());
        for (int level = 0; level < DEEP; level += DEEP / 8) {
            snapshots().tree("level " + level).assertEquals(levels.get(level));
            levels.get(level).assertEquals(snapshots().expected(edits.subList(0, level + 1)));
        }
        levels.getLast().assertEquals(snapshots().expected(edits));
    }

    /** A bit of everything, each level on top of the last; all mtimes stated. */
    private static Tree edit(int level) {
        String before = "f" + (level - 1);
        return Tree.of(
                        dir(
                                        "d" + level % 7,
                                        file("f" + level, "content " + level)
                                                .mode(0600 + level % 64)
                                                .mtime(level, level),
                                        level % 3 == 0
                                                ? absent("shared")
                                                : file("shared", "s" + level).mtime(level, 0))
                                .mtime(level, 1),
                        level % 5 == 0
                                ? absent("e")
                                : dir("e", file("e" + level, "x").mtime(level, 7))
                                        .mtime(level, 2),
                        file("top", "t" + level)
                                .owner(level, 0)
                                .xattr("user.level", "" + level)
                                .mtime(level, 3),
                        hardLink("top link", "top"),
                        level % 2 == 0
                                ? symlink(before, "top").mtime(level, 4)
                                : dir(before).mtime(level, 5))
                .withRoot(root -> root.mtime(level, 6));
    }

    /** Applies edits to one snapshot after another, and at each level compares with the same edits of a directory. */
    private void assertEditsShowAlike(TreeEdit... edits) throws IOException {
        String parent = "";
        for (int level = 0; level < edits.length; level++) {
            String name = "level " + level;
            snapshots().layer(name, parent, edits[level]);
            TreeListing expected = snapshots().expected(List.of(edits).subList(0, level + 1), TIMES);
            snapshots().tree(name, TIMES).assertEquals(expected);
            parent = name;
        }
    }
}
