package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.oci.Reference;
import io.jfs.linux.Fd;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.RequiresRoot;
import io.jfs.testkit.TarBuilder;
import io.jfs.testkit.TreeListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresRoot
@RequiresOverlay
class CommitTest {
    private static final SnapshotKey WORK = new SnapshotKey("work");

    @TempDir
    Path directory;

    private StoreFixture store;

    @BeforeEach
    void open() throws IOException {
        store = new StoreFixture(directory);
    }

    @AfterEach
    void close() throws IOException {
        store.assertClean();
        store.close();
    }

    private Image loadBase(SnapshotStore snapshots) throws IOException {
        TestImage image = TestImage.of(
                new TarBuilder()
                        .dir("etc")
                        .file("etc/hosts", "h")
                        .file("etc/motd", "m")
                        .build(),
                new TarBuilder().dir("opt").file("opt/tool", "t").build());
        return store.loadStream(TestImage.tar(image.layout("base:1")), options().withUnpackInto(snapshots))
                .getFirst();
    }

    private void change(SnapshotStore snapshots) throws IOException {
        Path target = Files.createDirectory(directory.resolve("mnt"));
        Mounter.mount(snapshots.mounts(WORK), target);
        try {
            Files.delete(target.resolve("etc/hosts"));
            Files.writeString(target.resolve("etc/motd"), "changed");
            Files.createDirectory(target.resolve("srv"));
            Files.writeString(target.resolve("srv/new"), "n");
        } finally {
            Mounter.unmount(target);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_committed_image_holds_what_was_changed(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        Image base = loadBase(snapshots);
        snapshots.prepare(WORK, Optional.of(base.topSnapshot()), Map.of());
        change(snapshots);
        NewImageOptions options = NewImageOptions.defaults()
                .withName(Reference.parse("changed:1"))
                .withAuthor("me")
                .withMessage("why")
                .withCreatedBy("by hand")
                .withChanges(List.of("ENV A=1"));
        Image image = store.images.commit(snapshots, WORK, Optional.of(base), options, ProgressListener.NONE);

        assertThat(image.layers()).hasSize(3);
        assertThat(image.layers().subList(0, 2)).isEqualTo(base.layers());
        assertThat(image.config().command()).isEqualTo(base.config().command());
        assertThat(image.config().environment()).containsExactly("A=1");
        assertThat(image.config().author()).isEqualTo("me");
        assertThat(store.images.history(image).getFirst().entry())
                .satisfies(entry -> assertThat(List.of(entry.createdBy(), entry.comment(), entry.author()))
                        .containsExactly("by hand", "why", "me"));
        assertThat(store.images.resolve("changed:1").id()).isEqualTo(image.id());

        store.images.unpack(image, snapshots, ProgressListener.NONE);
        SnapshotKey view = new SnapshotKey("view");
        snapshots.view(view, Optional.of(image.topSnapshot()), Map.of());
        try (Fd work = snapshots.openTree(WORK);
                Fd committed = snapshots.openTree(view)) {
            assertThat(TreeListing.of(committed).differences(TreeListing.of(work)))
                    .isEmpty();
        }
        snapshots.remove(view);
        snapshots.remove(WORK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_snapshot_on_nothing_becomes_an_image_of_one_layer(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        snapshots.prepare(WORK, Optional.empty(), Map.of());
        Path target = Files.createDirectory(directory.resolve("mnt"));
        Mounter.mount(snapshots.mounts(WORK), target);
        Files.writeString(target.resolve("only"), "o");
        Mounter.unmount(target);
        Image image = store.images.commit(
                snapshots, WORK, Optional.empty(), NewImageOptions.defaults(), ProgressListener.NONE);
        assertThat(image.references()).isEmpty();
        assertThat(image.layers()).hasSize(1);
        assertThat(store.images.tree(image, ProgressListener.NONE).find("/only"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay"})
    void a_malformed_change_is_told_before_anything_is_done(String driver) throws Exception {
        SnapshotStore snapshots = store.snapshots(driver);
        Image base = loadBase(snapshots);
        snapshots.prepare(WORK, Optional.of(base.topSnapshot()), Map.of());
        int blobs = store.blobs().size();
        assertThatThrownBy(() -> store.images.commit(
                        snapshots,
                        WORK,
                        Optional.of(base),
                        NewImageOptions.defaults().withChanges(List.of("RUN x")),
                        ProgressListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RUN x");
        assertThat(store.blobs()).hasSize(blobs);
    }
}
