package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.ProgressListener;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ArchiveFormat;
import io.jfs.image.transport.ImageSource;
import io.jfs.image.transport.ImageTarget;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SaveTest {
    @TempDir
    Path directory;

    private StoreFixture store;
    private Image image;

    @BeforeEach
    void load() throws IOException {
        store = new StoreFixture(directory.resolve("a"));
        image = store.loadSmall();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private byte[] saved(ArchiveFormat format, Image... images) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.images.save(List.of(images), new ImageTarget.Stream(out, format), ProgressListener.NONE);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void what_was_saved_is_loaded_as_the_same_image(ArchiveFormat format) throws Exception {
        byte[] archive = saved(format, image);
        assertThat(saved(format, image)).as("the same bytes each time").isEqualTo(archive);
        try (StoreFixture other = new StoreFixture(directory.resolve("b"))) {
            Image loaded = other.loadStream(archive, options()).getFirst();
            assertThat(loaded.id()).isEqualTo(image.id());
            assertThat(loaded.references()).isEqualTo(image.references());
            assertThat(loaded.layers())
                    .extracting(l -> l.digest())
                    .isEqualTo(image.layers().stream().map(l -> l.digest()).toList());
            other.assertClean();
        }
    }

    @Test
    void a_combined_archive_is_read_as_either_kind() throws Exception {
        Path file = directory.resolve("both.tar");
        store.images.save(List.of(image), ImageTarget.parse(file.toString(), System.out), ProgressListener.NONE);
        try (StoreFixture other = new StoreFixture(directory.resolve("b"))) {
            for (String kind : List.of("oci-archive:", "docker-archive:")) {
                ImageSource source = ImageSource.parse(kind + file, System.in);
                assertThat(other.load(source, options()).getFirst().id()).isEqualTo(image.id());
            }
        }
    }

    /**
     *
     *
     * <pre>{mediaType, digest, size, annotations: {ref.name, vendor}, artifactType, platform: {…, os.version}}</pre>
     */
    @Test
    void fields_of_the_index_that_jfs_does_not_know_go_along() throws Exception {
        TestImage foreign = TestImage.of(new TarBuilder().file("f", "f").build());
        Descriptor entry = foreign.manifestDescriptor()
                .withAnnotation(Descriptor.REF_NAME, "foreign:1")
                .withAnnotation("com.example.vendor", "kept");
        entry.json().put("artifactType", "application/vnd.example");
        Image loaded = store.loadStream(TestImage.tar(foreign.layout(List.of(entry))), options())
                .getFirst();
        Path layout = directory.resolve("layout");
        store.images.save(List.of(loaded), ImageTarget.parse("oci:" + layout, System.out), ProgressListener.NONE);

        assertThat(Files.readString(layout.resolve("index.json")))
                .contains("\"com.example.vendor\":\"kept\"", "\"artifactType\":\"application/vnd.example\"")
                .doesNotContain("io.jfs");
    }

    @Test
    void a_layout_collects_images_and_keeps_names() throws Exception {
        Path layout = directory.resolve("layout");
        Image second = store.loadStream(
                        TestImage.tar(
                                TestImage.of(new TarBuilder().file("2", "2").build())
                                        .layout("second:1")),
                        options())
                .getFirst();
        store.images.save(List.of(image), ImageTarget.parse("oci:" + layout, System.out), ProgressListener.NONE);
        store.images.save(
                List.of(second), ImageTarget.parse("oci:" + layout + ":two", System.out), ProgressListener.NONE);
        store.images.save(List.of(image), ImageTarget.parse("oci:" + layout, System.out), ProgressListener.NONE);
        try (StoreFixture other = new StoreFixture(directory.resolve("b"))) {
            List<Image> loaded = other.load(ImageSource.parse("oci:" + layout, System.in), options());
            assertThat(loaded).hasSize(2);
            assertThat(loaded)
                    .flatExtracting(Image::references)
                    .extracting(Reference::familiar)
                    .containsExactlyInAnyOrder("small:latest", "localhost/two:latest");
        }
        try (Stream<Path> files = Files.list(layout)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("blobs", "index.json", "oci-layout");
        }
    }

    @Test
    void only_the_names_given_are_written() throws Exception {
        store.images.tag(image, Reference.parse("other:1"));
        Image both = store.images.resolve("other:1");
        byte[] archive = saved(ArchiveFormat.COMBINED, both.withReferences(List.of(Reference.parse("other:1"))));
        try (StoreFixture other = new StoreFixture(directory.resolve("b"))) {
            assertThat(other.loadStream(archive, options()).getFirst().references())
                    .containsExactly(Reference.parse("other:1"));
        }
    }

    @Test
    void a_damaged_blob_fails_the_save_and_leaves_the_old_file() throws Exception {
        Path file = Files.writeString(directory.resolve("old.tar"), "old");
        Path blob = store.root
                .root()
                .resolve("blobs/sha256")
                .resolve(image.layers().getFirst().digest().hex());
        byte[] content = Files.readAllBytes(blob);
        content[15] ^= 1;
        Files.write(blob, content);
        assertThatThrownBy(() -> store.images.save(
                        List.of(image), ImageTarget.parse(file.toString(), System.out), ProgressListener.NONE))
                .hasMessageContaining("digest mismatch");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(path -> path.toString().endsWith(".new"))).isEmpty();
        }
    }
}
