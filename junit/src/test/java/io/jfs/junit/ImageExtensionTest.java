package io.jfs.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.api.JfsStore;
import io.jfs.api.MountedImage;
import io.jfs.core.ProgressListener;
import io.jfs.core.tree.TreeRemover;
import io.jfs.image.NewImageOptions;
import io.jfs.image.oci.Reference;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageExtensionTest {
    @RegisterExtension
    static final ImageExtension IMAGE = ImageExtension.of(archive()).withDriver("vfs");

    private static Path archive() {
        try {
            Path directory = Files.createTempDirectory("jfs-junit-test-");
            Path archive = Files.createTempFile("jfs-junit-test-", ".tar");
            archive.toFile().deleteOnExit();
            try (JfsStore jfs = JfsStore.open(directory, "vfs")) {
                byte[] tar = new TarBuilder().file("hello", "world\n").build();
                jfs.save(
                        jfs.imageStore()
                                .importTar(
                                        new ByteArrayInputStream(tar),
                                        NewImageOptions.defaults().withName(Reference.parse("hello:1")),
                                        ProgressListener.NONE),
                        archive);
            }
            TreeRemover.remove(directory);
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(1)
    void a_test_gets_the_image_and_may_write_to_it(MountedImage image) throws IOException {
        assertThat(image.path().resolve("hello")).hasContent("world\n");
        Files.writeString(image.path().resolve("hello"), "changed");
        Files.writeString(image.path().resolve("new"), "x");
        assertThat(image.changes()).isNotEmpty();
    }

    @Test
    @Order(2)
    void the_next_test_gets_it_as_it_was(MountedImage image, JfsStore jfs) throws IOException {
        assertThat(image.path().resolve("hello")).hasContent("world\n");
        assertThat(image.path().resolve("new")).doesNotExist();
        assertThat(jfs.images()).hasSize(1);
    }

    @Test
    @Order(3)
    void a_test_without_parameters_mounts_nothing(JfsStore jfs) throws IOException {
        long[] active = {0};
        jfs.snapshotStore().walk(io.jfs.core.store.Filter.parse(java.util.List.of("kind==active")), _ -> active[0]++);
        assertThat(active[0]).isZero();
    }
}
