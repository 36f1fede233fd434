package io.jfs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.ProgressListener;
import io.jfs.image.Image;
import io.jfs.image.ImageNotFoundException;
import io.jfs.image.NewImageOptions;
import io.jfs.image.oci.Reference;
import io.jfs.testkit.RequiresOverlay;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JfsStoreTest {
    @TempDir
    Path place;

    private Path archive;

    @BeforeEach
    void archive() throws IOException {
        archive = place.resolve("shop.tar");
        try (JfsStore jfs = JfsStore.open(place.resolve("maker"), "vfs")) {
            byte[] tar = new TarBuilder()
                    .dir("etc")
                    .file("etc/hostname", "shop\n")
                    .file("etc/issue", "welcome\n")
                    .build();
            Image image = jfs.imageStore()
                    .importTar(
                            new ByteArrayInputStream(tar),
                            NewImageOptions.defaults().withName(Reference.parse("shop:1")),
                            ProgressListener.NONE);
            jfs.save(image, archive);
        }
    }

    @Test
    void an_image_is_loaded_mounted_changed_committed_and_saved_by_the_best_driver() throws IOException {
        try (JfsStore jfs = JfsStore.open(place.resolve("root"))) {
            changeAndSave(jfs);
        }
    }

    @Test
    void copies_need_no_privileges() throws IOException {
        try (JfsStore jfs = JfsStore.open(place.resolve("root"), "vfs")) {
            changeAndSave(jfs);
        }
    }

    private void changeAndSave(JfsStore jfs) throws IOException {
        Image shop = jfs.load(archive);
        Image greeted;
        Path path;
        try (MountedImage mount = jfs.mountWritable(shop)) {
            path = mount.path();
            Files.writeString(path.resolve("etc/motd"), "hello\n");
            Files.delete(path.resolve("etc/issue"));
            assertThat(mount.changes())
                    .contains(new Change(ChangeKind.DELETED, "/etc/issue"), new Change(ChangeKind.ADDED, "/etc/motd"));
            greeted = mount.commit("shop:2");
        }
        assertThat(path).doesNotExist();
        jfs.save(greeted, place.resolve("shop2.tar"));

        try (JfsStore other = JfsStore.open(place.resolve("other"), "vfs");
                MountedImage mount = other.mountWritable(other.load(place.resolve("shop2.tar")))) {
            assertThat(mount.path().resolve("etc/motd")).hasContent("hello\n");
            assertThat(mount.path().resolve("etc/issue")).doesNotExist();
            assertThat(mount.path().resolve("etc/hostname")).hasContent("shop\n");
        }
    }

    @Test
    void images_are_found_by_name_and_removed() throws IOException {
        try (JfsStore jfs = JfsStore.open(place.resolve("root"), "vfs")) {
            Image shop = jfs.load(archive);
            assertThat(jfs.image("shop:1")).isEqualTo(shop);
            assertThat(jfs.images()).containsExactly(shop);

            jfs.remove("shop:1");

            assertThat(jfs.images()).isEmpty();
            assertThatThrownBy(() -> jfs.image("shop:1")).isInstanceOf(ImageNotFoundException.class);
        }
    }

    @Test
    @RequiresOverlay
    void a_read_only_mount_refuses_writes() throws IOException {
        try (JfsStore jfs = JfsStore.open(place.resolve("root"), "overlay");
                MountedImage mount = jfs.mount(jfs.load(archive))) {
            assertThatThrownBy(() -> Files.writeString(mount.path().resolve("etc/new"), "x"))
                    .hasMessageContaining("Read-only");
            assertThat(mount.changes()).isEmpty();
        }
    }

    @Test
    void an_unknown_driver_is_named_with_those_that_there_are() {
        assertThatThrownBy(() -> JfsStore.open(place.resolve("root"), "zfs"))
                .hasMessageContaining("zfs")
                .hasMessageContaining("overlay");
    }
}
