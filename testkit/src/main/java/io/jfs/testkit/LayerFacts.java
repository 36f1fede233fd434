package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.COMMIT;
import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.Tree.absent;
import static io.jfs.testkit.Tree.dir;
import static io.jfs.testkit.Tree.fifo;
import static io.jfs.testkit.Tree.file;
import static io.jfs.testkit.Tree.hardLink;
import static io.jfs.testkit.Tree.symlink;
import static io.jfs.testkit.TreeListing.Without.TIMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.InvalidParentException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes between snapshots, and layers as tar: applied, written, applied again. */
interface LayerFacts {
    SnapshotFixture snapshots();

    /** All mtimes stated, so that only what an edit touches differs. */
    Tree BASE = Tree.of(
                    dir(
                                    "etc",
                                    file("passwd", "root").mtime(10, 1),
                                    file("shadow", "x").mode(0600).mtime(10, 2))
                            .mtime(11, 0),
                    dir(
                                    "usr",
                                    dir("bin", file("tool", "elf").mode(0755).mtime(10, 3))
                                            .mtime(11, 0))
                            .mtime(11, 0),
                    file("a", "1").mtime(10, 4),
                    hardLink("b", "a"),
                    symlink("bin", "usr/bin").mtime(10, 5))
            .withRoot(root -> root.mtime(11, 0));

    @Test
    default void an_untouched_snapshot_has_no_changes() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().prepare("active", "base");
        assertThat(snapshots().changes("active")).isEmpty();
        snapshots().commit("next", "active");
        assertThat(snapshots().changes("next")).isEmpty();
    }

    @Test
    default void all_of_a_bottom_snapshot_is_added() throws IOException {
        snapshots().layer("base", "", BASE);
        assertThat(snapshots().changes("base"))
                .endsWith(
                        "A /a",
                        "A /b",
                        "A /bin",
                        "A /etc",
                        "A /etc/passwd",
                        "A /etc/shadow",
                        "A /usr",
                        "A /usr/bin",
                        "A /usr/bin/tool");
    }

    @Test
    default void changes_are_named_in_order() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().prepare("active", "base");
        snapshots()
                .edit(
                        "active",
                        root -> Tree.of(
                                        dir("etc", file("passwd", "toor").mtime(10, 1), absent("shadow"), fifo("new")),
                                        absent("usr"),
                                        dir("bin", file("sh", "x")))
                                .applyTo(root));
        List<String> expected = List.of(
                "C /", "C /bin", "A /bin/sh", "C /etc", "A /etc/new", "C /etc/passwd", "D /etc/shadow", "D /usr");
        assertThat(snapshots().changes("active")).isEqualTo(withSameSizedContent(expected));
        snapshots().commit("next", "active");
        assertThat(snapshots().changes("next")).isEqualTo(withSameSizedContent(expected));
    }

    /** The content of {@code passwd} changed, but not its size nor its mtime, whose nanoseconds are not zero. */
    private static List<String> withSameSizedContent(List<String> expected) {
        return expected.stream().filter(line -> !line.equals("C /etc/passwd")).toList();
    }

    @Test
    default void changes_of_one_name_list_its_hard_links() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().prepare("active", "base");
        snapshots().edit("active", root -> {
            Tree.of(file("a", "changed").mtime(20, 0), hardLink("b", "a")).applyTo(root);
            Tree.of().withRoot(all -> all.mtime(11, 0)).applyTo(root);
        });
        assertThat(snapshots().changes("active")).containsExactly("C /a", "C /b");
    }

    @Test
    default void changes_lead_from_any_snapshot_to_any_other() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().layer("one", "base", Tree.of(file("one", "1")).withRoot(root -> root.mtime(11, 0)));
        snapshots().layer("two", "base", Tree.of(file("two", "2")).withRoot(root -> root.mtime(11, 0)));
        List<String> lines = new ArrayList<>();
        snapshots()
                .store()
                .diff(Optional.of(key("one")), key("two"), change -> lines.add(SnapshotFixture.line(change)));
        assertThat(lines).containsExactly("D /one", "A /two");
    }

    @Test
    default void a_layer_applied_to_nothing_is_its_tree() throws IOException {
        snapshots().prepare("active", "");
        snapshots().apply("active", bottomLayer().build());
        snapshots().commit("base", "active");
        snapshots().tree("base", TIMES).assertEquals(snapshots().expected(List.of(bottomTree()), TIMES));
    }

    private static TarBuilder bottomLayer() {
        return new TarBuilder()
                .dir("etc", entry -> entry.mode(0750).owner(1, 2))
                .file(
                        "etc/passwd",
                        "root",
                        entry -> entry.mode(0600).mtime(5, 6).xattr("user.a", "b"))
                .dir("lib")
                .file("lib/one", "1")
                .file("lib/two", "2")
                .hardLink("users", "etc/passwd")
                .symlink("sbin", "usr/sbin")
                .fifo("pipe")
                .characterDevice("null", 1, 3);
    }

    private static Tree bottomTree() {
        return Tree.of(
                dir("etc", file("passwd", "root").mode(0600).xattr("user.a", "b"))
                        .mode(0750)
                        .owner(1, 2),
                dir("lib", file("one", "1"), file("two", "2")),
                hardLink("users", "etc/passwd"),
                symlink("sbin", "usr/sbin"),
                fifo("pipe"),
                Tree.characterDevice("null", 1, 3));
    }

    @Test
    default void whiteouts_and_opaque_directories_hide_what_is_below() throws IOException {
        snapshots().prepare("active", "");
        snapshots().apply("active", bottomLayer().build());
        snapshots().commit("base", "active");
        snapshots().prepare("active", "base");
        byte[] layer = new TarBuilder()
                .file("lib/three", "3")
                .opaque("lib")
                .whiteout("etc/passwd")
                .whiteout("never")
                .file("sbin", "a file now")
                .build();
        snapshots().apply("active", layer);
        Tree edit = Tree.of(absent("lib"), dir("etc", absent("passwd")), file("sbin", "a file now"));
        Tree again = Tree.of(dir("lib", file("three", "3")));
        snapshots().tree("active", TIMES).assertEquals(snapshots().expected(List.of(bottomTree(), edit, again), TIMES));
        assertThat(snapshots().changes("active"))
                .contains("D /etc/passwd", "D /lib/one", "A /lib/three", "D /lib/two", "C /sbin")
                .doesNotContain("D /never", "D /lib", "A /lib");
    }

    @Test
    default void a_layer_written_and_applied_elsewhere_gives_the_same_tree() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().prepare("active", "base");
        snapshots().edit("active", LayerFacts::editEverything);
        snapshots().commit("next", "active");
        TreeListing expected = snapshots().tree("next");
        byte[] layer = snapshots().layerOf("next");
        snapshots().prepare("copy", "base");
        snapshots().apply("copy", layer);
        snapshots().tree("copy").assertEquals(expected);
        snapshots().commit("copied", "copy");
        assertThat(snapshots().layerOf("copied")).as("the layer of the copy").isEqualTo(layer);
        assertThat(snapshots().changes("copied")).isEqualTo(snapshots().changes("next"));
    }

    @Test
    default void a_bottom_layer_written_and_applied_elsewhere_gives_the_same_tree() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().prepare("copy", "");
        snapshots().apply("copy", snapshots().layerOf("base"));
        snapshots().tree("copy").assertEquals(snapshots().tree("base"));
    }

    private static void editEverything(Fd root) throws IOException {
        Tree.of(
                        dir("etc", file("passwd", "changed").capability(), absent("shadow"))
                                .mode(0700),
                        absent("usr"),
                        file("bin", "was a link").xattr("user.x", "y"),
                        dir("new", file("x", "1"), symlink("y", "x"), fifo("z")).owner(3, 4),
                        hardLink("new/c", "a"))
                .applyTo(root);
        Tree.of(dir("usr", file("again", "2"))).applyTo(root);
        Links.renameAt(root, "new/x", root, "moved");
    }

    private List<Path> uppersOfBase() throws IOException {
        snapshots().prepare("beside", "base");
        return snapshots().store().applyTarget(key("beside")) instanceof ApplyTarget.OverlayUpper upper
                ? upper.lowers()
                : List.of();
    }

    @Test
    default void a_parent_may_come_at_commit() throws IOException {
        assumeTrue(
                snapshots().store().driver().capabilities().contains(DriverCapability.REBASE),
                "the driver says that it cannot rebase");
        snapshots().layer("base", "", BASE);
        snapshots().prepare("active", "");
        byte[] layer = new TarBuilder()
                .dir("etc")
                .file("etc/new", "n")
                .whiteout("etc/shadow")
                .dir("usr")
                .opaque("usr")
                .build();
        new LayerApplier(snapshots().store().applyTarget(key("active")), LayerLimits.DEFAULT, this::uppersOfBase)
                .apply(new ByteArrayInputStream(layer));
        snapshots().store().commit(key("next"), key("active"), COMMIT.withParent(key("base")));
        assertThat(snapshots().store().stat(key("next")).parent()).contains(key("base"));
        assertThat(snapshots().tree("next").paths())
                .containsExactly("/", "/a", "/b", "/bin", "/etc", "/etc/new", "/etc/passwd", "/usr");
    }

    @Test
    default void a_layer_without_an_entry_for_the_root_takes_it_from_the_parent_given_at_commit() throws IOException {
        assertThat(rootOnParent(new TarBuilder().file("new", "n"))).isEqualTo("/ DIRECTORY 1770 3:4 11.000000005");
    }

    @Test
    default void a_root_that_the_layer_states_stays_even_if_it_looks_like_a_new_one() throws IOException {
        assertThat(rootOnParent(new TarBuilder().dir("./"))).startsWith("/ DIRECTORY 0755 0:0");
    }

    /** The root's line after a layer was applied without a parent and committed on one with a root of its own. */
    private String rootOnParent(TarBuilder layer) throws IOException {
        assumeTrue(
                snapshots().store().driver().capabilities().contains(DriverCapability.REBASE),
                "the driver says that it cannot rebase");
        snapshots()
                .layer(
                        "base",
                        "",
                        Tree.of().withRoot(root -> root.mode(01770).owner(3, 4).mtime(11, 5)));
        snapshots().prepare("active", "");
        new LayerApplier(snapshots().store().applyTarget(key("active")), LayerLimits.DEFAULT, List::of)
                .apply(new ByteArrayInputStream(layer.build()));
        snapshots().reopen();
        snapshots().store().commit(key("next"), key("active"), COMMIT.withParent(key("base")));
        return snapshots().tree("next").lines().getOrDefault("/", "");
    }

    @Test
    default void a_snapshot_that_has_a_parent_gets_no_other_at_commit() throws IOException {
        snapshots().layer("base", "", BASE);
        snapshots().layer("other", "", BASE);
        snapshots().prepare("active", "base");
        assertThatThrownBy(
                        () -> snapshots().store().commit(key("next"), key("active"), COMMIT.withParent(key("other"))))
                .isInstanceOf(InvalidParentException.class);
    }
}
