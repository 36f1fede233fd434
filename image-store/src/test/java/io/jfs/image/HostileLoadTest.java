package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.DigestMismatchException;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.transport.ImageSource;
import io.jfs.testkit.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a source can be wrong ends in one clear error, and nothing of it is kept. */
class HostileLoadTest {
    private static final String NAME = "docker.io/library/small:latest";

    @TempDir
    Path directory;

    private StoreFixture store;
    private final TestImage image = TestImage.small();

    @BeforeEach
    void open() throws IOException {
        store = new StoreFixture(directory);
    }

    @AfterEach
    void nothing_is_kept() throws IOException {
        store.assertEmpty();
        store.close();
    }

    private void assertRefused(Map<String, byte[]> files, String... words) throws IOException {
        assertRefused(TestImage.tar(files), words);
    }

    /** The same archive is refused as a stream and as a file. */
    private void assertRefused(byte[] archive, String... words) throws IOException {
        assertThatThrownBy(() -> store.loadStream(archive, options()))
                .isInstanceOf(InvalidImageException.class)
                .message()
                .contains(words);
        Path file = Files.write(directory.resolve("archive.tar"), archive);
        assertThatThrownBy(() -> store.load(new ImageSource.Sniffed(file), options()))
                .isInstanceOf(InvalidImageException.class)
                .message()
                .contains(words);
    }

    private String layerBlob(int layer) {
        return "blobs/sha256/" + image.layers.get(layer).digest().hex();
    }

    private static byte[] content(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    @Test
    void a_blob_with_a_wrong_digest() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        byte[] spoiled = content(files, layerBlob(1)).clone();
        spoiled[spoiled.length - 1] ^= 1;
        files.put(layerBlob(1), spoiled);
        assertRefused(files, "digest mismatch", image.layers.get(1).digest().toString());
        assertThatThrownBy(() -> store.loadStream(TestImage.tar(files), options()))
                .isInstanceOf(DigestMismatchException.class);
    }

    @Test
    void a_layout_of_another_version() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        files.put("oci-layout", "{\"imageLayoutVersion\":\"9.0.0\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(files, "oci-layout: layout version 9.0.0 is not supported");
    }

    @Test
    void a_blob_that_is_too_short() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        files.put(layerBlob(0), Arrays.copyOf(content(files, layerBlob(0)), 20));
        assertRefused(files, "20 bytes instead of");
    }

    @Test
    void a_blob_that_is_too_long() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        byte[] blob = content(files, layerBlob(0));
        files.put(layerBlob(0), Arrays.copyOf(blob, blob.length + 1));
        assertRefused(files, "more than " + blob.length);
    }

    @Test
    void a_missing_layer() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        files.remove(layerBlob(1));
        assertRefused(files, "missing", image.layers.get(1).digest().toString());
    }

    @Test
    void a_missing_config() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        files.remove("blobs/sha256/" + image.id().hex());
        assertRefused(files, "config", "missing");
    }

    @Test
    void a_missing_manifest() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        files.remove("blobs/sha256/" + image.manifestDescriptor().digest().hex());
        assertRefused(files, "manifest", "missing");
    }

    @Test
    void a_manifest_with_a_wrong_digest() throws Exception {
        Descriptor right = image.manifestDescriptor();
        Map<String, byte[]> files = image.layout(NAME);
        image.manifest.put("extra", 1);
        byte[] spoiled = Arrays.copyOf(Json.bytes(image.manifest), (int) right.size());
        files.put("blobs/sha256/" + right.digest().hex(), spoiled);
        assertRefused(files, "digest mismatch");
    }

    @Test
    void an_unknown_media_type_of_a_layer() throws Exception {
        ((ObjectNode) image.manifest.path("layers").path(1)).put("mediaType", "application/x-mystery");
        assertRefused(image.layout(NAME), "unknown media type", "application/x-mystery");
    }

    @Test
    void an_unknown_media_type_of_a_manifest() throws Exception {
        Descriptor entry = image.addBlob("application/x-mystery", Json.bytes(image.manifest));
        assertRefused(image.layout(List.of(entry)), "unknown media type", "application/x-mystery");
    }

    @Test
    void a_schema_1_manifest() throws Exception {
        Descriptor entry =
                image.addBlob("application/vnd.docker.distribution.manifest.v1+prettyjws", Json.bytes(image.manifest));
        assertRefused(image.layout(List.of(entry)), "schema 1");
    }

    @Test
    void an_image_without_layers() throws Exception {
        image.manifest.putArray("layers");
        assertRefused(image.layout(NAME), "no layers");
    }

    @Test
    void fewer_diff_ids_than_layers() throws Exception {
        ((ArrayNode) image.config.path("rootfs").path("diff_ids")).remove(1);
        assertRefused(image.finish().layout(NAME), "2 layers", "config names 1");
    }

    @Test
    void a_manifest_that_is_too_large() throws Exception {
        image.manifest.put("padding", "x".repeat(Json.MAX_BYTES));
        assertRefused(image.layout(NAME), "larger than " + Json.MAX_BYTES);
    }

    @Test
    void an_index_that_is_too_large() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        files.put("index.json", new byte[Json.MAX_BYTES + 1]);
        assertRefused(files, "index.json", "larger than");
    }

    @Test
    void indexes_nested_without_end() throws Exception {
        Descriptor entry = image.manifestDescriptor();
        for (int i = 0; i < 20; i++) {
            entry = image.addBlob(
                    MediaTypes.OCI_INDEX,
                    Json.bytes(ImageIndex.empty().withManifests(List.of(entry)).json()));
        }
        assertRefused(image.layout(List.of(entry)), "nested");
    }

    @Test
    void an_index_that_contains_itself() throws Exception {
        Digest own = Digest.sha256(new byte[0]);
        byte[] index = Json.bytes(ImageIndex.empty()
                .withManifests(List.of(Descriptor.of(MediaTypes.OCI_INDEX, own, 300)))
                .json());
        Descriptor entry = Descriptor.of(MediaTypes.OCI_INDEX, own, index.length);
        image.blobs.put("blobs/sha256/" + own.hex(), index);
        assertRefused(image.layout(List.of(entry)), "digest mismatch");
    }

    @Test
    void an_archive_entry_that_leads_out() throws Exception {
        assertRefused(new TarBuilder().file("blobs/../../../etc/passwd", "x").build(), "leads out of the archive");
        assertRefused(new TarBuilder().file("/etc/passwd", "x").build(), "leads out of the archive");
    }

    @Test
    void a_blob_that_is_a_symbolic_link() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        byte[] blob = content(files, layerBlob(0));
        files.remove(layerBlob(0));
        TarBuilder tar = new TarBuilder();
        files.forEach((name, content) -> tar.file(name, content, _ -> {}));
        tar.file("elsewhere", blob, _ -> {}).symlink(layerBlob(0), "../../elsewhere");
        assertRefused(tar.build(), "is a link instead of a file");
    }

    @Test
    void a_link_that_leads_out() throws Exception {
        assertRefused(
                new TarBuilder().symlink("layer.tar", "../../../etc/shadow").build(), "leads out of the archive");
        assertRefused(new TarBuilder().symlink("layer.tar", "/etc/shadow").build(), "leads out of the archive");
    }

    @Test
    void links_in_a_circle() throws Exception {
        Map<String, byte[]> files = image.dockerArchive(NAME);
        files.remove("layer0/layer.tar");
        TarBuilder tar = new TarBuilder();
        files.forEach((name, content) -> tar.file(name, content, _ -> {}));
        tar.symlink("layer0/layer.tar", "../a").symlink("a", "layer0/layer.tar");
        assertRefused(tar.build(), "circle");
    }

    @Test
    void a_device_in_an_archive() throws Exception {
        assertRefused(new TarBuilder().characterDevice("index.json", 1, 5).build(), "neither file");
    }

    @Test
    void a_truncated_archive() throws Exception {
        byte[] tar = TestImage.tar(image.layout(NAME));
        assertRefused(Arrays.copyOf(tar, tar.length - 1500), "");
        assertRefused(Arrays.copyOf(tar, 700), "truncated");
    }

    @Test
    void what_is_no_archive() throws Exception {
        assertRefused("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII), "not an image archive");
        assertRefused(new byte[0], "not an image archive");
        assertRefused(new TarBuilder().file("hello", "x").build(), "neither index.json nor manifest.json");
    }

    @Test
    void a_docker_layer_that_is_not_what_the_config_says() throws Exception {
        Map<String, byte[]> files = image.dockerArchive(NAME);
        files.put("layer1/layer.tar", new TarBuilder().file("evil", "x").build());
        assertRefused(files, "digest mismatch");
    }

    @Test
    void a_docker_archive_with_too_few_layers() throws Exception {
        Map<String, byte[]> files = image.dockerArchive(NAME);
        ArrayNode manifest = Json.parseArray(content(files, "manifest.json"), "it");
        ((ArrayNode) manifest.path(0).path("Layers")).remove(0);
        files.put("manifest.json", Json.bytes(manifest));
        assertRefused(files, "2 layers", "manifest.json 1");
    }

    @Test
    void a_docker_config_under_a_wrong_digest() throws Exception {
        Map<String, byte[]> files = image.dockerArchive(NAME);
        image.config.put("author", "somebody else");
        files.put(files.keySet().iterator().next(), Json.bytes(image.config));
        assertRefused(files, "digest mismatch");
    }

    @Test
    void a_fifo_in_a_directory_does_not_block() throws Exception {
        Path layout = TestImage.write(image.layout(NAME), directory.resolve("layout"));
        Files.delete(layout.resolve(layerBlob(0)));
        Process mkfifo =
                new ProcessBuilder("mkfifo", layout.resolve(layerBlob(0)).toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThatThrownBy(() -> store.load(ImageSource.parse("oci:" + layout, System.in), options()))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void a_source_that_does_not_exist() {
        assertThatThrownBy(() -> store.load(ImageSource.parse("/nowhere/x.tar", System.in), options()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("/nowhere/x.tar");
    }

    @Test
    void the_first_image_goes_too_if_the_second_is_broken() throws Exception {
        TestImage second = TestImage.of(new TarBuilder().file("second", "2").build());
        image.blobs.putAll(second.blobs);
        image.blobs.put(
                "blobs/sha256/" + second.layers.getFirst().digest().hex(),
                new byte[(int) second.layers.getFirst().size()]);
        assertRefused(
                image.layout(List.of(
                        image.manifestDescriptor().withAnnotation(Descriptor.REF_NAME, NAME),
                        image.addBlob(MediaTypes.OCI_MANIFEST, Json.bytes(second.manifest))
                                .withAnnotation(Descriptor.REF_NAME, "second:1"))),
                "digest mismatch");
    }
}
