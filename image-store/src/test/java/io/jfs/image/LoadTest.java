package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.jfs.core.Digest;
import io.jfs.core.Progress;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.DigestMismatchException;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
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
    void check() throws IOException {
        store.assertClean();
        store.close();
    }

    private void assertLoaded(List<Image> loaded, String name) throws IOException {
        assertThat(loaded).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(image.id());
            assertThat(one.references()).extracting(Reference::toString).containsExactly(name);
        });
        assertThat(store.images.resolve(name).id()).isEqualTo(image.id());
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    /** The chain of the known layers is unpacked already, so nothing would unpack the blob that lies. */
    @Test
    void a_new_blob_that_claims_to_be_a_known_layer_is_refused() throws Exception {
        LoadOptions options = options().withUnpackInto(store.snapshots("vfs"));
        store.loadStream(TestImage.tar(TestImage.small().layout("known:1")), options);
        TestImage liar = new TestImage();
        TestImage known = TestImage.small();
        liar.config = known.config;
        byte[] other = new TarBuilder().file("hello", "evil\n").build();
        liar.layers.add(known.layers.get(0));
        liar.blobs.putAll(known.blobs);
        liar.layers.add(liar.addBlob(MediaTypes.OCI_LAYER_GZIP, TestImage.gzip(other)));
        byte[] archive = TestImage.tar(liar.finish().layout("liar:1"));

        assertThatThrownBy(() -> store.loadStream(archive, options))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("diffID");
        assertThat(store.images.images()).hasSize(1);
        store.assertClean();
    }

    @Test
    void an_oci_directory_is_loaded() throws Exception {
        Path layout = TestImage.write(image.layout(NAME), directory.resolve("layout"));
        assertLoaded(store.load(ImageSource.parse("oci:" + layout, System.in), options()), NAME);
        assertLoaded(store.load(ImageSource.parse(layout.toString(), System.in), options()), NAME);
    }

    @Test
    void a_tag_alone_gets_the_name_of_the_directory() throws Exception {
        Path layout = TestImage.write(image.layout("v1.0"), directory.resolve("busybox"));
        assertLoaded(
                store.load(ImageSource.parse("oci:" + layout + ":v1.0", System.in), options()),
                "localhost/busybox:v1.0");
    }

    @Test
    void latest_alone_gets_the_name_of_the_archive() throws Exception {
        Path archive = file("alpine.oci.tar", TestImage.tar(image.layout("latest")));
        assertLoaded(
                store.load(ImageSource.parse("oci-archive:" + archive, System.in), options()),
                "localhost/alpine:latest");
    }

    @Test
    void a_name_alone_is_local_and_the_latest_as_with_podman() throws Exception {
        Path archive = file("small.tar", TestImage.tar(image.layout("big")));
        assertLoaded(store.load(ImageSource.parse(archive.toString(), System.in), options()), "localhost/big:latest");
    }

    @Test
    void an_oci_archive_is_loaded_from_file_and_stream() throws Exception {
        byte[] tar = TestImage.tar(image.layout(NAME));
        assertLoaded(store.load(ImageSource.parse(file("a.tar", tar).toString(), System.in), options()), NAME);
        assertLoaded(store.loadStream(tar, options()), NAME);
        assertLoaded(
                store.load(ImageSource.parse("-", new ByteArrayInputStream(TestImage.gzip(tar))), options()), NAME);
        assertLoaded(
                store.load(
                        ImageSource.parse("oci-archive:" + file("a.tar.zst", Zstd.compress(tar)), System.in),
                        options()),
                NAME);
    }

    @Test
    void a_docker_archive_is_loaded_from_file_and_stream() throws Exception {
        byte[] tar = TestImage.tar(image.dockerArchive("small:latest"));
        assertLoaded(store.load(ImageSource.parse("docker-archive:" + file("d.tar", tar), System.in), options()), NAME);
        assertLoaded(store.loadStream(tar, options()), NAME);
        assertLoaded(store.loadStream(TestImage.gzip(tar), options()), NAME);
    }

    @Test
    void a_docker_archive_may_repeat_a_layer_by_a_symbolic_link() throws Exception {
        byte[] tar = new TarBuilder().file("x", "y").build();
        TestImage twice = TestImage.of(tar, tar);
        Map<String, byte[]> files = twice.dockerArchive("twice");
        files.remove("layer1/layer.tar");
        TarBuilder archive = new TarBuilder();
        files.forEach((name, content) -> archive.file(name, content, _ -> {}));
        archive.symlink("layer1/layer.tar", "../layer0/layer.tar");
        Image loaded = store.loadStream(archive.build(), options()).getFirst();
        assertThat(loaded.id()).isEqualTo(twice.id());
        assertThat(loaded.layers()).hasSize(2);
    }

    @Test
    void a_skopeo_directory_is_loaded() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        image.manifestDescriptor();
        image.blobs.forEach((name, content) -> files.put(name.substring("blobs/sha256/".length()), content));
        files.put("manifest.json", Json.bytes(image.manifest));
        files.put("version", "Directory Transport Version: 1.1\n".getBytes(StandardCharsets.US_ASCII));
        Path dir = TestImage.write(files, directory.resolve("dir"));
        List<Image> loaded =
                store.load(ImageSource.parse("dir:" + dir, System.in), options().withName(Reference.parse("small")));
        assertLoaded(loaded, NAME);
    }

    @Test
    void names_come_from_a_docker_manifest_beside_the_index() throws Exception {
        Map<String, byte[]> files = image.layout("");
        String entry = "[{\"Config\":\"blobs/sha256/" + image.id().hex()
                + "\",\"RepoTags\":[\"small:latest\"],\"Layers\":[]}]";
        files.put("manifest.json", entry.getBytes(StandardCharsets.UTF_8));
        assertLoaded(store.loadStream(TestImage.tar(files), options()), NAME);
    }

    @Test
    void an_image_without_a_name_is_dangling() throws Exception {
        Image loaded =
                store.loadStream(TestImage.tar(image.layout("")), options()).getFirst();
        assertThat(loaded.references()).isEmpty();
        assertThat(store.images.resolve(image.id().hex().substring(0, 5)).id()).isEqualTo(image.id());
    }

    @Test
    void loading_again_adds_nothing() throws Exception {
        byte[] tar = TestImage.tar(image.layout(NAME));
        store.loadStream(tar, options());
        List<Path> before = store.blobs();
        ConcurrentLinkedQueue<Progress> events = new ConcurrentLinkedQueue<>();
        store.images.load(new ImageSource.Stream(new ByteArrayInputStream(tar), "-"), options(), events::add);
        assertThat(store.blobs()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(store.images.images()).hasSize(1);
        assertThat(events).extracting(Progress::phase).containsOnly("exists");
    }

    @Test
    void a_truncated_blob_of_the_store_is_healed() throws Exception {
        byte[] tar = TestImage.tar(image.layout(NAME));
        Image loaded = store.loadStream(tar, options()).getFirst();
        Path blob = store.root
                .root()
                .resolve("blobs/sha256/" + loaded.layers().getFirst().digest().hex());
        Files.write(blob, new byte[3]);
        assertThat(store.images.check().isClean()).isFalse();
        store.loadStream(tar, options());
    }

    @Test
    void the_platform_decides_below_nested_indexes() throws Exception {
        TestImage other = TestImage.of(new TarBuilder().file("other", "arm").build());
        other.config.put("architecture", "riscv64").put("os", "linux");
        other.finish();
        image.blobs.putAll(other.blobs);
        Descriptor mine = image.manifestDescriptor().withPlatform(Platform.host());
        Descriptor theirs = image.addBlob(MediaTypes.OCI_MANIFEST, Json.bytes(other.manifest))
                .withPlatform(Platform.parse("linux/riscv64"));
        Descriptor attestation = image.addBlob(MediaTypes.OCI_MANIFEST, new byte[] {'{', '}'})
                .withPlatform(Platform.parse("unknown/unknown"));
        Descriptor inner = image.addBlob(
                MediaTypes.OCI_INDEX,
                Json.bytes(ImageIndex.empty()
                        .withManifests(List.of(attestation, theirs, mine))
                        .json()));
        Descriptor outer = image.addBlob(
                MediaTypes.DOCKER_INDEX,
                Json.bytes(ImageIndex.empty().withManifests(List.of(inner)).json()));
        byte[] tar = TestImage.tar(image.layout(List.of(outer.withAnnotation(Descriptor.REF_NAME, NAME))));
        assertLoaded(store.loadStream(tar, options()), NAME);
        Image riscv = store.loadStream(tar, options().withPlatform(Platform.parse("linux/riscv64")))
                .getFirst();
        assertThat(riscv.platform()).hasToString("linux/riscv64");
        assertThatThrownBy(() -> store.loadStream(tar, options().withPlatform(Platform.parse("linux/s390x"))))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("linux/s390x")
                .hasMessageContaining("linux/riscv64");
    }

    @Test
    void an_image_for_another_platform_is_loaded_if_it_is_the_only_one() throws Exception {
        image.config.put("architecture", "s390x");
        image.finish();
        assertLoaded(store.loadStream(TestImage.tar(image.layout(NAME)), options()), NAME);
    }

    @Test
    void several_images_of_an_archive_are_loaded_and_one_can_be_picked() throws Exception {
        TestImage second = TestImage.of(new TarBuilder().file("second", "2").build());
        image.blobs.putAll(second.blobs);
        byte[] tar = TestImage.tar(image.layout(List.of(
                image.manifestDescriptor().withAnnotation(Descriptor.REF_NAME, NAME),
                image.addBlob(MediaTypes.OCI_MANIFEST, Json.bytes(second.manifest))
                        .withAnnotation(Descriptor.REF_NAME, "docker.io/library/second:1"))));
        assertThat(store.loadStream(tar, options())).hasSize(2);
        assertLoaded(
                store.load(
                        ImageSource.parse(
                                "oci-archive:" + file("t.tar", tar) + ":" + "docker.io/library/small", System.in),
                        options()),
                NAME);
        assertThatThrownBy(() -> store.loadStream(tar, options().withName(Reference.parse("x"))))
                .hasMessageContaining("2 images");
        assertThatThrownBy(() -> store.load(
                        ImageSource.parse("oci-archive:" + directory.resolve("t.tar") + ":none", System.in), options()))
                .hasMessageContaining("no image named none");
    }

    @Test
    void sha512_blobs_are_stored_under_their_algorithm() throws Exception {
        Map<String, byte[]> files = image.layout(NAME);
        assertThat(files).isNotEmpty();
        byte[] manifest = Json.bytes(image.manifest);
        Digest sha512 = sha512(manifest);
        files.put("blobs/sha512/" + sha512.hex(), manifest);
        Descriptor entry = Descriptor.of(MediaTypes.OCI_MANIFEST, sha512, manifest.length)
                .withAnnotation(Descriptor.REF_NAME, NAME);
        files.put(
                "index.json",
                Json.bytes(ImageIndex.empty().withManifests(List.of(entry)).json()));
        assertLoaded(store.loadStream(TestImage.tar(files), options()), NAME);
        assertThat(store.root.root().resolve("blobs/sha512/" + sha512.hex())).exists();
    }

    private static Digest sha512(byte[] content) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(content);
        return new Digest("sha512", HexFormat.of().formatHex(digest));
    }
}
