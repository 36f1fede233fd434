package io.jfs.driver.btrfs;

import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.Tree.dir;
import static io.jfs.testkit.Tree.file;
import static io.jfs.testkit.TreeListing.Without.TIMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Change;
import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.btrfs.Subvolumes;
import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RandomEdits;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.StorageDriverContract;
import io.jfs.testkit.Tree;
import io.jfs.testkit.TreeListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresBtrfs
class BtrfsDriverTest extends StorageDriverContract {
    private static final long TOP = 5; // BTRFS_FS_TREE_OBJECTID

    @RegisterExtension
    static final LoopFilesystem BTRFS = LoopFilesystem.btrfs();

    private Path place = Path.of("/nonexistent");

    @Override
    public StorageDriverProvider provider() {
        return new BtrfsDriverProvider();
    }

    @Override
    public Path place() throws IOException {
        place = BTRFS.newDirectory();
        return place;
    }

    private SnapshotDirectory directory(String key) throws IOException {
        SnapshotInfo info = snapshots().store().stat(key(key));
        List<Path> parents = new ArrayList<>();
        for (Optional<SnapshotInfo> at = parent(info); at.isPresent(); at = parent(at.get())) {
            parents.add(path(at.get().id()));
        }
        return new SnapshotDirectory(info.kind(), path(info.id()), parents);
    }

    private Optional<SnapshotInfo> parent(SnapshotInfo info) throws IOException {
        return info.parent().isPresent()
                ? Optional.of(snapshots().store().stat(info.parent().get()))
                : Optional.empty();
    }

    private Path path(SnapshotId id) {
        return place.resolve("root").resolve("btrfs").resolve(id.toString());
    }

    private static List<Long> allSubvolumes() throws IOException {
        List<Long> all = new ArrayList<>();
        Deque<Long> pending = new ArrayDeque<>(List.of(TOP));
        try (Fd root = Layout.open(BTRFS.root())) {
            while (!pending.isEmpty()) {
                for (Subvolumes.Child child : Subvolumes.children(root, pending.pop())) {
                    all.add(child.id());
                    pending.push(child.id());
                }
            }
        }
        return all;
    }

    @Test
    void what_btrfs_knows_is_enough_to_tell_the_changes() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            String id = "seed " + seed + " ";
            snapshots().layer(id + "base", "", new RandomEdits(seed, 60));
            snapshots().layer(id + "next", id + "base", new RandomEdits(seed + 1000, 20));
            snapshots().layer(id + "other", id + "base", new RandomEdits(seed + 2000, 20));
            for (String from : List.of("base", "next", "other")) {
                List<Change> changes = new ArrayList<>();
                assertThat(snapshots()
                                .store()
                                .driver()
                                .diff(directory(id + from), directory(id + "next"), changes::add))
                        .as("%s: %s to next by btrfs itself", id, from)
                        .isTrue();
            }
        }
    }

    @Test
    void changes_between_trees_that_share_nothing_want_a_walk() throws IOException {
        snapshots().layer("one", "", Tree.of(file("a", "1")));
        snapshots().layer("two", "", Tree.of(file("a", "1")));
        List<Change> changes = new ArrayList<>();
        assertThat(snapshots().store().driver().diff(directory("one"), directory("two"), changes::add))
                .isFalse();
        assertThat(changes).isEmpty();
    }

    @Test
    void a_file_with_more_names_than_btrfs_tells_wants_a_walk_and_gets_it() throws IOException {
        String longName = "n".repeat(200);
        snapshots().layer("base", "", root -> {
            Tree.of(file("f", "1")).applyTo(root);
            for (int i = 0; i < 50; i++) {
                Links.linkAt(root, "f", root, longName + i);
            }
        });
        snapshots().layer("next", "base", Tree.of(file("f", "2").mtime(5, 5)));
        assertThat(snapshots().changes("next")).hasSizeGreaterThan(50);
    }

    @Test
    void subvolumes_that_a_container_made_are_kept_as_directories_by_a_commit() throws IOException {
        List<Long> before = allSubvolumes();
        snapshots().layer("base", "", Tree.of(dir("var", dir("lib"))));
        snapshots().prepare("active", "base");
        snapshots().edit("active", BtrfsDriverTest::makeSubvolumes);
        TreeListing expected = snapshots().tree("active", TIMES);
        assertThat(snapshots().changes("active")).contains("A /var/lib/outer/inner/deep");
        snapshots().commit("next", "active");
        snapshots().tree("next", TIMES).assertEquals(expected);
        snapshots().prepare("child", "next");
        snapshots().tree("child", TIMES).assertEquals(expected);
        assertThat(snapshots().changes("next")).contains("A /var/lib/outer", "A /var/lib/outer/inner/deep");
        removeAll("child", "next", "base");
        assertThat(allSubvolumes()).isEqualTo(before);
    }

    @Test
    void removal_takes_subvolumes_that_a_container_made_with_it_however_deep_and_read_only() throws IOException {
        List<Long> before = allSubvolumes();
        snapshots().prepare("active", "");
        snapshots().edit("active", root -> {
            Tree.of(dir("var", dir("lib"))).applyTo(root);
            makeSubvolumes(root);
            String name = "d".repeat(250);
            Fd at = Open.openAt(root, ".", Open.O_RDONLY | Open.O_DIRECTORY, 0);
            for (int depth = 0; depth < 30; depth++) {
                Links.mkdirAt(at, name, 0700);
                Fd next = Open.openAt(at, name, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                at.close();
                at = next;
            }
            try (Fd deepest = at) {
                Subvolumes.create(deepest, "beyond any path");
            }
        });
        assertThat(allSubvolumes()).hasSizeGreaterThan(before.size() + 3);
        removeAll("active");
        assertThat(allSubvolumes()).isEqualTo(before);
    }

    /** {@code outer}, which is read-only, with {@code inner} in it. */
    private static void makeSubvolumes(Fd root) throws IOException {
        try (Fd lib = Open.openAt(root, "var/lib", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            Subvolumes.create(lib, "outer");
            try (Fd outer = Layout.openAt(lib, "outer")) {
                Tree.of(file("a", "1"), file("b", "2")).applyTo(outer);
                Subvolumes.create(outer, "inner");
                try (Fd inner = Layout.openAt(outer, "inner")) {
                    Tree.of(dir("deep", file("c", "3"))).applyTo(inner);
                }
                Subvolumes.setReadOnly(outer, true);
            }
        }
    }

    private void removeAll(String... keys) throws IOException {
        for (String key : keys) {
            snapshots().store().remove(key(key));
        }
        assertThat(snapshots().store().cleanup().failures()).isEmpty();
    }

    @Test
    void a_commit_may_be_repeated_after_a_kill_at_each_of_its_steps() throws IOException {
        snapshots().layer("base", "", Tree.of(dir("var", dir("lib"))));
        for (int step = 0; step < 4; step++) {
            String key = "active " + step;
            snapshots().prepare(key, "base");
            snapshots().edit(key, BtrfsDriverTest::makeSubvolumes);
            TreeListing expected = snapshots().tree(key, TIMES);
            goTo(step, directory(key).path());
            snapshots().commit("next " + step, key);
            snapshots().tree("next " + step, TIMES).assertEquals(expected);
            assertThat(directory("next " + step).path()).isDirectoryNotContaining("glob:**/{flat,look-*}");
        }
    }

    /** The states of a commit's directory, by hand. */
    private static void goTo(int step, Path snapshot) throws IOException {
        try (Fd directory = Layout.open(snapshot);
                Fd tree = Layout.openAt(directory, Layout.TREE)) {
            Subvolumes.snapshot(tree, directory, Layout.TEMPORARY_PREFIX + "left", true);
            if (step == 1) {
                Subvolumes.snapshot(tree, directory, Layout.FLAT, false);
            }
            if (step >= 2) {
                Flattening.flatten(directory, tree, Subvolumes.info(tree).id(), Layout.FLAT);
            }
            if (step == 3) {
                Subtrees.destroy(directory, Layout.TREE);
            }
        }
    }

    @Test
    void a_committed_snapshot_is_read_only_even_where_it_lies() throws IOException {
        snapshots().layer("base", "", Tree.of(file("a", "1")));
        try (Fd tree = Layout.open(directory("base").path().resolve(Layout.TREE))) {
            assertThat(Subvolumes.isReadOnly(tree)).isTrue();
            assertThat(Subvolumes.info(tree).isReadOnly()).isTrue();
            assertThatThrownBy(() -> Links.mkdirAt(tree, "new", 0755)).hasMessageContaining("EROFS");
        }
    }

    @Test
    void with_quotas_on_usage_is_what_btrfs_counts() throws IOException {
        try (Fd root = Layout.open(BTRFS.root())) {
            QuotaGroups.turnOn(root);
            assertThat(QuotaGroups.areOn(root)).isTrue();
        }
        snapshots().layer("base", "", Tree.of(file("big", new byte[64 << 20])));
        snapshots().prepare("active", "base");
        snapshots().edit("active", root -> {
            try (Fd big = Open.openAt(root, "big", Open.O_WRONLY, 0)) {
                FileIo.writeFully(big, new byte[4096], 0, 4096);
            }
        });
        Usage usage = snapshots().store().usage(key("active"));
        assertThat(usage.bytes()).as("one block of 64 MiB was changed").isLessThan(1 << 20);
        assertThat(usage.inodes()).isEqualTo(1);
    }

    @Test
    void what_an_active_snapshot_occupies_is_counted_again_only_after_a_change() throws IOException {
        snapshots().layer("base", "", Tree.of(file("old", "1")));
        snapshots().prepare("active", "base");
        for (int round = 1; round <= 3; round++) {
            String name = "new" + round;
            snapshots().edit("active", Tree.of(file(name, new byte[8192])));
            Usage first = snapshots().store().usage(key("active"));
            assertThat(first.inodes()).as("the files and the root").isEqualTo(round + 1);
            long counter = nextSubvolume();
            assertThat(snapshots().store().usage(key("active"))).isEqualTo(first);
            assertThat(nextSubvolume()).as("no snapshot was made in between").isEqualTo(counter + 1);
        }
    }

    /** btrfs numbers its subvolumes one after the other. */
    private static long nextSubvolume() throws IOException {
        try (Fd root = Layout.open(BTRFS.root())) {
            Subvolumes.create(root, "counter");
            try (Fd counter = Layout.openAt(root, "counter")) {
                return Subvolumes.info(counter).id();
            } finally {
                Subvolumes.destroy(root, "counter");
            }
        }
    }

    @Test
    void a_probe_says_what_it_can_and_leaves_nothing_behind(@TempDir Path elsewhere) throws IOException {
        Path here = BTRFS.newDirectory();
        assertThat(provider().probe(here))
                .isInstanceOfSatisfying(
                        DriverProbe.Available.class,
                        available -> assertThat(available.capabilities())
                                .contains(DriverCapability.NATIVE_DIFF, DriverCapability.QUOTA));
        assertThat(here).isEmptyDirectory();
        assertThat(provider().probe(elsewhere))
                .isInstanceOfSatisfying(
                        DriverProbe.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason())
                                .contains(elsewhere.toString(), "not on btrfs", "jfs driver init btrfs"));
        assertThatThrownBy(() -> provider().open(here, new DriverOptions(Map.of("shiny", "1"))))
                .hasMessageContaining("shiny");
        Files.delete(here);
    }

    @Test
    void a_view_without_parent_is_an_empty_tree_of_its_own() throws IOException {
        snapshots().view("view", "");
        assertThat(directory("view").kind()).isEqualTo(SnapshotKind.VIEW);
        assertThat(snapshots().tree("view").paths()).containsExactly("/");
    }
}
