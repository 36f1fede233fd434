package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Progress;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import io.jfs.linux.Fd;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.RequiresRoot;
import io.jfs.testkit.TarBuilder;
import io.jfs.testkit.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresRoot
@RequiresOverlay
class UnpackTest {
    @TempDir
    Path directory;

    private StoreFixture store;

    @BeforeEach
    void open() throws IOException {
        store = new StoreFixture(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Image load(TestImage image, SnapshotStore into) throws IOException {
        byte[] archive = TestImage.tar(image.layout("docker.io/library/it:latest"));
        return store.loadStream(archive, options().withUnpackInto(into)).getFirst();
    }

    private static TreeListing tree(SnapshotStore snapshots, Image image) throws IOException {
        SnapshotKey view = new SnapshotKey("view");
        snapshots.view(view, Optional.of(image.topSnapshot()), Map.of());
        try (Fd root = snapshots.openTree(view)) {
            return TreeListing.of(root);
        } finally {
            snapshots.remove(view);
        }
    }

    /**
     * Four layers with what layers can say of each other:
     *
     * <pre>
     * 0  /  a/ a/x a/y  b/ b/z     root with an owner of its own
     * 1  a/x deleted, a/new, b opaque with b/only
     * 2  says nothing of the directory c that it puts c/d into; replaces a/y by a link to layer 0's b... of layer 1
     * 3  hello
     * </pre>
     */
    private static TestImage layered() {
        return TestImage.of(
                new TarBuilder()
                        .dir("./", e -> e.mode(0751).owner(7, 8).mtime(1_000, 5))
                        .dir("a", e -> e.owner(1, 2).mtime(2_000))
                        .file("a/x", "x")
                        .file("a/y", "y")
                        .dir("b")
                        .file("b/z", "z")
                        .build(),
                new TarBuilder()
                        .dir("a", e -> e.owner(1, 2).mtime(3_000))
                        .whiteout("a/x")
                        .file("a/new", "n")
                        .dir("b")
                        .opaque("b")
                        .file("b/only", "o")
                        .build(),
                new TarBuilder()
                        .file("c/d", "d")
                        .whiteout("a/y")
                        .hardLink("linked", "b/only")
                        .build(),
                new TarBuilder().file("hello", "h").build());
    }

    @Test
    void every_driver_unpacks_the_same_tree() throws Exception {
        SnapshotStore overlay = store.snapshots("overlay");
        SnapshotStore vfs = store.snapshots("vfs");
        Image image = load(layered(), overlay);
        store.images.unpack(image, vfs, ProgressListener.NONE);
        TreeListing expected = tree(vfs, image);
        assertThat(expected.paths()).contains("/hello", "/a/new", "/b/only", "/c/d", "/linked");
        assertThat(expected.paths()).doesNotContain("/a/x", "/a/y", "/b/z");
        assertThat(tree(overlay, image).differences(expected)).isEmpty();
        assertThat(overlay.check().problems()).isEmpty();
        assertThat(vfs.check().problems()).isEmpty();
        store.assertClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void snapshots_are_named_by_chain_and_stand_on_each_other(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        Image image = load(layered(), snapshots);
        Optional<SnapshotKey> parent = Optional.empty();
        for (SnapshotKey chain : SnapshotReaper.chains(image)) {
            SnapshotInfo info = snapshots.stat(chain);
            assertThat(info.parent()).isEqualTo(parent);
            assertThat(info.labels()).containsKey("containerd.io/snapshot/diff-id");
            parent = Optional.of(chain);
        }
        assertThat(StoreFixture.keys(snapshots)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void what_is_unpacked_is_not_unpacked_again(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        byte[] base = new TarBuilder().file("base", "b").build();
        load(TestImage.of(base), snapshots);
        ConcurrentLinkedQueue<Progress> events = new ConcurrentLinkedQueue<>();
        TestImage upper = TestImage.of(base, new TarBuilder().file("top", "t").build());
        byte[] archive = TestImage.tar(upper.layout("upper:1"));
        store.images.load(
                new ImageSource.Stream(new ByteArrayInputStream(archive), "-"),
                options().withUnpackInto(snapshots),
                events::add);
        assertThat(events)
                .filteredOn(event -> event.phase().equals("unpacking") && event.done())
                .hasSize(1);
        assertThat(StoreFixture.keys(snapshots)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_wrong_diff_id_leaves_nothing(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        TestImage image = new TestImage();
        image.config = TestImage.small().config;
        image.config.putObject("rootfs").putArray("diff_ids");
        byte[] first = new TarBuilder().file("first", "1").build();
        byte[] promised = new TarBuilder().file("promised", "2").build();
        byte[] delivered = new TarBuilder().file("delivered", "2").build();
        image.addLayer(first, TestImage.gzip(first), MediaTypes.OCI_LAYER_GZIP);
        image.addLayer(promised, TestImage.gzip(delivered), MediaTypes.OCI_LAYER_GZIP);
        image.finish();
        assertThatThrownBy(() -> load(image, snapshots))
                .hasMessageContaining("digest mismatch")
                .hasMessageContaining("diffID");
        store.assertEmpty();
        assertThat(StoreFixture.keys(snapshots)).isEmpty();
        assertThat(snapshots.check().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_hostile_entry_is_named_with_its_layer_and_leaves_nothing(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        TestImage image = TestImage.of(
                new TarBuilder().file("good", "1").build(),
                new TarBuilder().entry('2', "./", e -> {}).build());
        assertThatThrownBy(() -> load(image, snapshots))
                .hasMessageContaining("layer " + io.jfs.core.Digest.sha256(image.tars.get(1)));
        store.assertEmpty();
        assertThat(StoreFixture.keys(snapshots)).isEmpty();
    }

    @Test
    void a_damaged_blob_of_the_store_is_not_unpacked() throws Exception {
        SnapshotStore snapshots = store.snapshots("overlay");
        byte[] tar = new TarBuilder().file("f", "content").build();
        TestImage plain = new TestImage();
        plain.config = TestImage.small().config;
        plain.config.putObject("rootfs").putArray("diff_ids");
        plain.addLayer(tar, tar, MediaTypes.OCI_LAYER);
        Image image = store.loadStream(TestImage.tar(plain.finish().layout("it")), options())
                .getFirst();
        Path blob = store.root
                .root()
                .resolve("blobs/sha256")
                .resolve(image.layers().getFirst().digest().hex());
        tar[512] ^= 1;
        Files.write(blob, tar);
        assertThatThrownBy(() -> store.images.unpack(image, snapshots, ProgressListener.NONE))
                .hasMessageContaining("digest mismatch");
        assertThat(StoreFixture.keys(snapshots)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void loads_of_the_same_image_at_once_do_the_work_once(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        List<byte[]> layers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte[] content = new byte[100_000];
            new Random(i).nextBytes(content);
            layers.add(new TarBuilder().file("file" + i, content, _ -> {}).build());
        }
        TestImage image = TestImage.of(layers.toArray(byte[][]::new));
        byte[] archive = TestImage.tar(image.layout("it:1"));
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        ConcurrentLinkedQueue<Progress> events = new ConcurrentLinkedQueue<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Image>>> loads = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loads.add(pool.submit(() -> {
                    start.await();
                    return store.images.load(
                            new ImageSource.Stream(new ByteArrayInputStream(archive), "-"),
                            options().withUnpackInto(snapshots),
                            events::add);
                }));
            }
            for (Future<List<Image>> load : loads) {
                assertThat(load.get().getFirst().id()).isEqualTo(image.id());
            }
        }
        assertThat(events)
                .filteredOn(event -> event.phase().equals("unpacking") && event.done())
                .hasSize(4);
        assertThat(StoreFixture.keys(snapshots)).hasSize(4);
        store.assertClean();
        assertThat(snapshots.check().problems()).isEmpty();
    }

    @Test
    void loading_and_removing_at_once_leaves_a_sound_store() throws Exception {
        SnapshotStore snapshots = store.snapshots("overlay");
        byte[] base = new TarBuilder().file("base", "b").build();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                String name = "image" + worker + ":1";
                byte[] top = new TarBuilder().file("top" + worker, "t").build();
                byte[] archive = TestImage.tar(TestImage.of(base, top).layout(name));
                tasks.add(pool.submit(() -> {
                    for (int round = 0; round < 15; round++) {
                        store.loadStream(archive, options().withUnpackInto(snapshots));
                        store.images.remove(name, false, Optional.of(snapshots));
                    }
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        }
        store.images.prune(true, Optional.of(snapshots));
        store.assertEmpty();
        assertThat(StoreFixture.keys(snapshots)).isEmpty();
        assertThat(snapshots.check().problems()).isEmpty();
    }

    @Test
    void removing_an_image_removes_its_layers_but_not_those_in_use() throws Exception {
        SnapshotStore snapshots = store.snapshots("overlay");
        byte[] base = new TarBuilder().file("base", "b").build();
        TestImage lower = TestImage.of(base);
        TestImage upper = TestImage.of(base, new TarBuilder().file("top", "t").build());
        store.loadStream(TestImage.tar(lower.layout("lower:1")), options().withUnpackInto(snapshots));
        store.loadStream(TestImage.tar(upper.layout("upper:1")), options().withUnpackInto(snapshots));
        RemoveResult first = store.images.remove("upper:1", false, Optional.of(snapshots));
        assertThat(first.deletedSnapshots()).hasSize(1);
        SnapshotKey container = new SnapshotKey("container");
        Image image = store.images.resolve("lower:1");
        snapshots.prepare(container, Optional.of(image.topSnapshot()), Map.of());
        assertThat(store.images.prune(true, Optional.of(snapshots)).deletedImages())
                .isEmpty();
        RemoveResult second = store.images.remove("lower:1", false, Optional.of(snapshots));
        assertThat(second.keptSnapshots()).containsExactly(image.topSnapshot());
        snapshots.remove(container);
        assertThat(store.images.prune(false, Optional.of(snapshots)).deletedSnapshots())
                .containsExactly(image.topSnapshot());
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void the_size_is_what_the_layers_take_unpacked(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        byte[] zeros = new byte[1 << 20];
        byte[] base = new TarBuilder().file("zeros", zeros, _ -> {}).build();
        byte[] archive = TestImage.tar(
                TestImage.of(base, new TarBuilder().file("top", "t").build()).layout("sized:1"));
        Image packed = store.loadStream(archive, options()).getFirst();
        assertThat(packed.unpackedSize()).isEmpty();
        assertThat(packed.size()).isEqualTo(packed.contentSize()).isLessThan(10_000);
        Image loaded =
                store.loadStream(archive, options().withUnpackInto(snapshots)).getFirst();
        assertThat(loaded.size()).isEqualTo((1 << 20) + 4096);
        assertThat(store.images.resolve("sized:1").size()).isEqualTo(loaded.size());
        store.images.tag(loaded, Reference.parse("again:1"));
        store.images.untag(Reference.parse("sized:1"));
        assertThat(store.images.resolve("again:1").size()).isEqualTo(loaded.size());

        long content = loaded.contentSize();
        RemoveResult removed = store.images.remove("again:1", false, Optional.of(snapshots));
        assertThat(removed.freedBytes()).isEqualTo(content + loaded.size());
    }

    @Test
    void an_image_unpacked_later_gets_its_size_then() throws Exception {
        Image image = store.loadSmall();
        store.images.unpack(image, store.snapshots("overlay"), ProgressListener.NONE);
        assertThat(store.images.resolve("small").unpackedSize()).hasValue(5 * 4096);
    }

    @Test
    void prune_removes_extractions_of_processes_that_died() throws Exception {
        SnapshotStore snapshots = store.snapshots("overlay");
        SnapshotKey abandoned = new SnapshotKey("extract-1-2 sha256:" + "ab".repeat(32));
        snapshots.prepare(abandoned, Optional.empty(), Map.of());
        store.images.prune(false, Optional.of(snapshots));
        assertThat(StoreFixture.keys(snapshots)).isEmpty();
    }
}
