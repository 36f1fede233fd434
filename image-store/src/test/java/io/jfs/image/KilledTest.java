package io.jfs.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.image.Churn.Verb;
import io.jfs.image.oci.ImageIndex;
import io.jfs.linux.Fd;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.RequiresRoot;
import io.jfs.testkit.TarBuilder;
import io.jfs.testkit.TreeListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes are killed at random moments of a load, a commit or a removal; what they leave is a sound store. */
@RequiresRoot
@RequiresOverlay
class KilledTest {
    /** For each driver; more or others with {@code -Djfs.kills=N -Djfs.kills.seed=N}. */
    private static final int KILLS = Integer.getInteger("jfs.kills", 25);

    private static final List<Verb> VERBS = List.of(Verb.values());
    private static final long SEED = Long.getLong("jfs.kills.seed", 20_260_101);

    @TempDir
    Path directory;

    private final Map<SnapshotKey, TreeListing> references = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void whenever_a_process_is_killed_it_leaves_a_sound_store(String driver) throws Exception {
        Random random = new Random(SEED);
        Map<Verb, Integer> killed = new EnumMap<>(Verb.class);
        try (StoreFixture store = new StoreFixture(directory.resolve("store"));
                SnapshotStore reference = referenceStore()) {
            ChildJvm next = child(store, driver, 0);
            for (int i = 0; i < KILLS; i++) {
                ChildJvm child = next;
                int delay = random.nextInt(readyIn(child) + 5);
                child.go();
                Verb verb = verb(i);
                awaitBegin(child, verb);
                assertThat(child.process().waitFor(delay, TimeUnit.MILLISECONDS))
                        .isFalse();
                child.kill();
                List<String> rest = child.rest();
                Verb last = rest.isEmpty() ? verb : Verb.valueOf(rest.getLast());
                killed.merge(last, 1, Integer::sum);
                // The next one starts while this one's store is looked at.
                next = child(store, driver, i + 1);
                String about = "seed " + SEED + ", kill " + i + " after " + delay + " ms in " + last;
                requireSound(store, driver, reference, about);
            }
            next.close();
        }
        System.out.println(driver + ", seed " + SEED + ": killed in " + killed);
        assertThat(killed.keySet()).containsExactlyElementsOf(VERBS);
    }

    private static Verb verb(int number) {
        return VERBS.get(number % VERBS.size());
    }

    /** Waits until the child is warm; how many milliseconds its verb took then. */
    private static int readyIn(ChildJvm child) throws IOException {
        String line = child.line();
        while (!line.matches("[0-9]+")) {
            line = child.line();
        }
        return Integer.parseInt(line);
    }

    private static void awaitBegin(ChildJvm child, Verb verb) throws IOException {
        while (Verb.valueOf(child.line()) != verb) {
            // A removal loads first.
        }
    }

    private ChildJvm child(StoreFixture store, String driver, int number) throws IOException {
        return new ChildJvm(
                Churn.class,
                store.root.root().toString(),
                store.root.runRoot().toString(),
                directory.resolve("warm-" + driver + "-" + number).toString(),
                driver,
                String.valueOf(SEED + number),
                verb(number).name());
    }

    private SnapshotStore referenceStore() throws IOException {
        StoreRoot root = new StoreRoot(directory.resolve("reference"), directory.resolve("reference-run"));
        return SnapshotStore.open(root, Drivers.byName("vfs"), DriverOptions.NONE);
    }

    private void requireSound(StoreFixture store, String driver, SnapshotStore reference, String about)
            throws IOException {
        try (SnapshotStore snapshots = SnapshotStore.open(store.root, Drivers.byName(driver), DriverOptions.NONE)) {
            for (String key : StoreFixture.keys(snapshots)) {
                if (key.startsWith(Churn.WORK)) {
                    snapshots.remove(new SnapshotKey(key));
                }
            }
            store.images.prune(false, Optional.of(snapshots));
            assertThat(snapshots.cleanup().failures()).as(about).isEmpty();
            assertThat(store.images.check().problems()).as(about).isEmpty();
            assertThat(snapshots.check().problems()).as(about).isEmpty();
            Set<String> chains = new HashSet<>();
            for (Image image : store.images.images()) {
                compare(image, snapshots, store, reference, about);
                SnapshotReaper.chains(image).forEach(chain -> chains.add(chain.text()));
            }
            assertThat(chains).as(about).containsAll(StoreFixture.keys(snapshots));
        }
        requireNothingElse(store.root.root(), driver, about);
    }

    /** Every snapshot of the image holds what its layers say. */
    private void compare(
            Image image, SnapshotStore snapshots, StoreFixture store, SnapshotStore reference, String about)
            throws IOException {
        if (!references.containsKey(image.topSnapshot())) {
            store.images.unpack(image, reference, ProgressListener.NONE);
        }
        for (SnapshotKey chain : SnapshotReaper.chains(image)) {
            if (!references.containsKey(chain)) {
                references.put(chain, tree(reference, chain));
            }
            if (snapshots.find(chain).isPresent()) {
                assertThat(tree(snapshots, chain).differences(references.get(chain)))
                        .as(about)
                        .isEmpty();
            }
        }
    }

    private static TreeListing tree(SnapshotStore snapshots, SnapshotKey key) throws IOException {
        try (Fd root = snapshots.openTree(key)) {
            return TreeListing.of(root);
        }
    }

    private static void requireNothingElse(Path root, String driver, String about) throws IOException {
        ImageIndex.parse(Files.readAllBytes(root.resolve("index.json")), about);
        assertThat(names(root))
                .as(about)
                .isSubsetOf("oci-layout", "index.json", "index.lock", "blobs", "ingest", "store", driver);
        assertThat(names(root.resolve("blobs"))).as(about).containsExactly("sha256");
        assertThat(names(root.resolve("blobs/sha256"))).as(about).allMatch(name -> name.matches("[0-9a-f]{64}"));
        assertThat(names(root.resolve("ingest"))).as(about).isSubsetOf("lock");
        assertThat(names(root.resolve(driver).resolve("staging"))).as(about).isEmpty();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void two_processes_that_load_the_same_image_do_the_work_once() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        TestImage image = TestImage.of(
                new TarBuilder().file("a", content, _ -> {}).build(),
                new TarBuilder().file("b", "b").build());
        Path archive = Files.write(directory.resolve("it.tar"), TestImage.tar(image.layout("it:1")));
        try (StoreFixture store = new StoreFixture(directory.resolve("store"))) {
            String root = store.root.root().toString();
            String run = store.root.runRoot().toString();
            try (ChildJvm first = new ChildJvm(OneLoad.class, root, run, archive.toString());
                    ChildJvm second = new ChildJvm(OneLoad.class, root, run, archive.toString())) {
                first.go();
                second.go();
                assertThat(Stream.concat(first.rest().stream(), second.rest().stream())
                                .filter("unpacking done"::equals))
                        .hasSize(2);
                assertThat(first.process().waitFor()).isZero();
                assertThat(second.process().waitFor()).isZero();
            }
            assertThat(StoreFixture.keys(store.snapshots("overlay"))).hasSize(2);
            store.assertClean();
        }
    }
}
