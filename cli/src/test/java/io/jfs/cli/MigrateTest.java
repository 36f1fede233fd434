package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.linux.Fd;
import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RandomEdits;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresRoot;
import io.jfs.testkit.TarBuilder;
import io.jfs.testkit.TreeListing;
import io.jfs.testkit.TreeListing.Without;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images, committed snapshots in a line and a branch, and an active one go from driver to driver. */
@RequiresRoot
class MigrateTest {
    @TempDir
    Path directory;

    private Path root = Path.of("/nonexistent");
    private CliTest cli;

    @BeforeEach
    void setUp() {
        at(directory.resolve("root"));
    }

    private void at(Path place) {
        root = place;
        cli = new CliTest(root).with("JFS_PROGRESS", "quiet");
    }

    @AfterEach
    void unmount() {
        assertThatNoException().isThrownBy(() -> cli.jfs("umount", "-a", "-f", "--rm"));
    }

    private SnapshotStore open(String driver) throws IOException {
        return SnapshotStore.open(new StoreRoot(root, root.resolve("run")), Drivers.byName(driver), DriverOptions.NONE);
    }

    private void fill(String driver, int layers) throws IOException {
        cli.with("JFS_DRIVER", driver);
        byte[] layer = new TarBuilder().dir("etc").file("etc/motd", "hello\n").build();
        Files.write(directory.resolve("base.tar"), layer);
        cli.jfs("import", directory.resolve("base.tar").toString(), "demo:base").lines();
        Path mounted =
                Path.of(cli.jfs("mount", "--rw", "--name", "rw", "demo:base").line());
        Files.writeString(mounted.resolve("etc/new"), "new\n");
        cli.jfs("commit", mounted.toString(), "demo:next").lines();
        cli.jfs("umount", "--rm", "rw").lines();
        cli.jfs("mount", "demo:next", "--", "true").lines();
        try (SnapshotStore store = open(driver)) {
            Optional<SnapshotKey> parent = Optional.empty();
            for (int i = 0; i < layers; i++) {
                parent = Optional.of(commit(store, "line " + i, parent, i));
            }
            commit(store, "branch", Optional.of(new SnapshotKey("line 0")), 100);
        }
    }

    private static SnapshotKey commit(SnapshotStore store, String name, Optional<SnapshotKey> parent, int seed)
            throws IOException {
        SnapshotKey key = new SnapshotKey("work " + name);
        store.prepare(key, parent, Map.of());
        try (Fd tree = Mounter.openDetached(store.mounts(key))) {
            new RandomEdits(seed, 60).applyTo(tree);
        }
        SnapshotKey committed = new SnapshotKey(name);
        store.commit(committed, key, CommitOptions.DEFAULT.withLabels(Map.of("io.example", name)));
        return committed;
    }

    /** What each committed snapshot shows. */
    private Map<String, String> trees(String driver) throws IOException {
        Map<String, String> trees = new TreeMap<>();
        try (SnapshotStore store = open(driver)) {
            for (SnapshotInfo info : committed(store)) {
                try (Fd tree = store.openTree(info.key())) {
                    trees.put(
                            info.key() + " on " + info.parent() + " " + new TreeMap<>(info.labels()),
                            TreeListing.of(tree, rootTimes(info)).toString());
                }
            }
            assertThat(store.check().problems()).isEmpty();
        }
        return trees;
    }

    /** When an image was unpacked is no part of it. */
    private static Without[] rootTimes(SnapshotInfo info) {
        return info.key().text().startsWith("sha256:") ? new Without[] {Without.DIRECTORY_TIMES} : new Without[0];
    }

    private static List<SnapshotInfo> committed(SnapshotStore store) throws IOException {
        List<SnapshotInfo> found = new ArrayList<>();
        store.walk(Filter.ALL, info -> {
            if (info.kind() == SnapshotKind.COMMITTED) {
                found.add(info);
            }
        });
        return found;
    }

    @Test
    void all_that_is_committed_moves_and_is_the_same_there() throws IOException {
        fill("vfs", 4);
        Map<String, String> before = trees("vfs");

        assertThat(cli.jfs("system", "migrate", "--to", "overlay").lines())
                .first()
                .isEqualTo("vfs to overlay: 7 snapshots moved, 0 were there already; 7 removed from vfs");
        assertThat(trees("overlay")).isEqualTo(before);
        assertThat(trees("vfs")).isEmpty();
        assertThat(cli.with("JFS_DRIVER", "overlay")
                        .jfs("mount", "demo:next", "--", "cat", "{}/etc/new")
                        .exit())
                .isZero();
    }

    @Test
    void what_is_below_an_active_snapshot_stays_and_so_does_all_with_keep() throws IOException {
        fill("vfs", 3);
        cli.jfs("snapshot", "prepare", "writing", "branch").lines();

        assertThat(cli.jfs("system", "migrate", "--to", "overlay", "--keep").lines())
                .first()
                .asString()
                .endsWith("6 snapshots moved, 0 were there already; 0 removed from vfs");
        CliTest.Result again = cli.jfs("system", "migrate", "--from", "vfs", "--to", "overlay");
        assertThat(again.lines())
                .first()
                .asString()
                .endsWith("0 snapshots moved, 6 were there already; 4 removed from vfs");
        assertThat(again.err()).contains("hint: vfs keeps", "branch, line 0");
        assertThat(cli.jfs("snapshot", "mounts", "writing").lines()).hasSize(1);
    }

    @Test
    void another_snapshot_of_the_same_name_is_not_taken_for_the_moved_one() throws IOException {
        fill("vfs", 1);
        try (SnapshotStore store = open("overlay")) {
            commit(store, "line 0", Optional.empty(), 77);
        }

        cli.jfs("system", "migrate", "--to", "overlay")
                .failsWith(1, "snapshot line 0: driver overlay has another one of this name");
        assertThat(trees("vfs")).hasSize(4);
    }

    @Test
    void a_driver_that_does_not_exist_is_refused() {
        cli.jfs("system", "migrate", "--to", "nope").failsWith(1, "storage driver nope: not found");
        cli.jfs("system", "migrate", "--from", "vfs", "--to", "vfs").failsWith(125, "--from vfs");
    }

    @Test
    void killed_at_any_moment_it_goes_on_where_it_stopped() throws Exception {
        fill("vfs", 12);
        Map<String, String> before = trees("vfs");
        Random random = new Random(3);
        int kills = 0;
        while (kills < 8) {
            Process process = JfsProcess.of(root, "", "system", "migrate", "--to", "overlay", "--from", "vfs")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!killAfterAStep(process, random)) {
                break; // it was at its last step
            }
            kills++;
            Map<String, String> together = trees("overlay");
            trees("vfs").forEach(together::putIfAbsent);
            assertThat(together).as("after kill %d nothing is lost", kills).isEqualTo(before);
        }
        assertThat(kills).as("kills before it was done").isPositive();
        cli.jfs("system", "migrate", "--to", "overlay").lines();
        assertThat(trees("overlay")).isEqualTo(before);
        assertThat(trees("vfs")).isEmpty();
    }

    /** Waits for one to three snapshots to be moved or removed, and kills; false when it ended before. */
    private boolean killAfterAStep(Process process, Random random) throws Exception {
        int goal = steps() + 1 + random.nextInt(3);
        while (steps() < goal && process.isAlive()) {
            Thread.sleep(1);
        }
        boolean ended = process.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return !ended;
    }

    private int steps() {
        return snapshotDirectories("overlay") - snapshotDirectories("vfs");
    }

    private int snapshotDirectories(String driver) {
        String[] names = root.resolve(driver).toFile().list((at, name) -> name.matches("[0-9]+"));
        return names == null ? 0 : names.length;
    }

    /** Twelve moves, which are all that there are between four drivers. */
    @Test
    @RequiresBtrfs
    void from_each_driver_to_each() throws IOException {
        String[] way = "btrfs overlay vfs fuse-union overlay btrfs vfs overlay fuse-union vfs btrfs fuse-union btrfs"
                .split(" ", -1);
        try (LoopFilesystem btrfs = LoopFilesystem.btrfs().open()) {
            at(btrfs.newDirectory().resolve("root"));
            fill(way[0], 4);
            Map<String, String> before = trees(way[0]);
            for (int move = 1; move < way.length; move++) {
                cli.with("JFS_DRIVER", way[move - 1]);
                cli.jfs("system", "migrate", "--to", way[move]).lines();
                assertThat(trees(way[move]))
                        .as("%s to %s", way[move - 1], way[move])
                        .isEqualTo(before);
                assertThat(trees(way[move - 1])).isEmpty();
            }
        }
    }
}
