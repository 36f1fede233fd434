package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import io.jfs.core.ProgressListener;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.Reference;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.testkit.TarBuilder;
import io.jfs.testkit.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    @TempDir
    Path directory;

    private StoreFixture store;

    @BeforeEach
    void open() throws IOException {
        store = new StoreFixture(directory);
    }

    @AfterEach
    void check() throws IOException {
        store.assertClean();
        store.close();
    }

    private Image load(String name, String content) throws IOException {
        TestImage image = TestImage.of(new TarBuilder().file("file", content).build());
        return store.loadStream(TestImage.tar(image.layout(name)), options()).getFirst();
    }

    private List<String> names(Image image) throws IOException {
        return store.images.resolve(image.id().toString()).references().stream()
                .map(Reference::familiar)
                .toList();
    }

    @Test
    void a_tag_is_one_more_name() throws Exception {
        Image image = load("a:1", "x");
        store.images.tag(image, Reference.parse("b:2"));
        store.images.tag(image, Reference.parse("b:2"));
        assertThat(names(image)).containsExactly("a:1", "b:2");
        assertThat(store.images.images()).hasSize(1);
    }

    @Test
    void a_name_moves_and_leaves_a_dangling_image() throws Exception {
        Image old = load("a:1", "old");
        Image other = load("b:1", "new");
        store.images.tag(other, Reference.parse("a:1"));
        assertThat(names(old)).isEmpty();
        assertThat(names(other)).containsExactly("a:1", "b:1");
        assertThat(store.images.resolve("a:1").id()).isEqualTo(other.id());
    }

    @Test
    void the_last_untag_leaves_a_dangling_image_that_prune_removes() throws Exception {
        Image image = load("a:1", "x");
        assertThat(store.images.untag(Reference.parse("a:1"))).isTrue();
        assertThat(store.images.untag(Reference.parse("a:1"))).isFalse();
        assertThat(names(image)).isEmpty();
        RemoveResult pruned = store.images.prune(false, Optional.empty());
        assertThat(pruned.deletedImages()).containsExactly(image.id());
        assertThat(pruned.freedBytes()).isEqualTo(image.contentSize());
        store.assertEmpty();
    }

    @Test
    void an_image_is_found_by_name_digest_and_beginning_of_its_id() throws Exception {
        Image image = load("docker.io/me/a:1", "x");
        String hex = image.id().hex();
        for (String text : List.of(
                "me/a:1",
                "docker.io/me/a:1",
                hex,
                hex.substring(0, 12),
                hex.substring(0, 1),
                "sha256:" + hex,
                "sha256:" + hex.substring(0, 7),
                "me/a@" + image.digest())) {
            assertThat(store.images.resolve(text).id()).as(text).isEqualTo(image.id());
        }
        for (String text : List.of("me/a", "other", "other/a@" + image.digest(), "not a name", "", "sha256:")) {
            assertThatThrownBy(() -> store.images.resolve(text))
                    .as(text)
                    .isInstanceOf(ImageNotFoundException.class)
                    .hasMessageContaining("image " + text + ": not found");
        }
    }

    @Test
    void a_short_name_finds_what_podman_built() throws Exception {
        Image image = load("localhost/app:latest", "x");
        assertThat(store.images.resolve("app").id()).isEqualTo(image.id());
        assertThat(store.images.remove("app", false, Optional.empty()).deletedImages())
                .containsExactly(image.id());
    }

    @Test
    void a_name_wins_over_the_beginning_of_an_id() throws Exception {
        Image first = load("first", "1");
        Image second = load(first.id().hex().substring(0, 6), "2");
        assertThat(store.images.resolve(first.id().hex().substring(0, 6)).id()).isEqualTo(second.id());
    }

    @Test
    void an_ambiguous_id_names_the_candidates() throws Exception {
        Set<String> firstDigits = new HashSet<>();
        String shared = "";
        for (int i = 0; shared.isEmpty(); i++) {
            String digit = load("image" + i, "content " + i).id().hex().substring(0, 1);
            shared = firstDigits.add(digit) ? "" : digit;
        }
        String prefix = shared;
        List<Image> candidates = store.images.images().stream()
                .filter(image -> image.id().hex().startsWith(prefix))
                .toList();
        assertThatThrownBy(() -> store.images.resolve(prefix))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContaining(candidates.get(0).id().shortHex())
                .hasMessageContaining(candidates.get(1).id().shortHex());
    }

    @Test
    void removing_one_of_two_names_only_takes_the_name() throws Exception {
        Image image = load("a:1", "x");
        store.images.tag(image, Reference.parse("b:1"));
        RemoveResult result = store.images.remove("a:1", false, Optional.empty());
        assertThat(result.untagged()).containsExactly(Reference.parse("a:1"));
        assertThat(result.deletedImages()).isEmpty();
        assertThat(names(image)).containsExactly("b:1");
        assertThat(store.images.remove("b:1", false, Optional.empty()).deletedBlobs())
                .hasSize(3);
        store.assertEmpty();
    }

    @Test
    void removing_an_image_with_two_names_by_its_id_needs_force() throws Exception {
        Image image = load("a:1", "x");
        store.images.tag(image, Reference.parse("b:1"));
        assertThatThrownBy(() -> store.images.remove(image.id().hex(), false, Optional.empty()))
                .isInstanceOf(ImageBusyException.class)
                .hasMessageContaining("a:1, b:1");
        assertThat(store.images.remove(image.id().hex(), true, Optional.empty()).untagged())
                .hasSize(2);
        store.assertEmpty();
    }

    @Test
    void blobs_that_another_image_has_stay() throws Exception {
        byte[] base = new TarBuilder().file("base", "b").build();
        TestImage lower = TestImage.of(base);
        TestImage upper = TestImage.of(base, new TarBuilder().file("top", "t").build());
        store.loadStream(TestImage.tar(lower.layout("lower:1")), options());
        store.loadStream(TestImage.tar(upper.layout("upper:1")), options());
        ImageDiskUsage usage = store.images.diskUsage();
        assertThat(usage.images())
                .allSatisfy(row -> assertThat(row.sharedBytes())
                        .isEqualTo(lower.layers.getFirst().size()));
        store.images.remove("lower:1", false, Optional.empty());
        store.assertClean();
        assertThat(store.images.resolve("upper:1").layers()).hasSize(2);
    }

    @Test
    void an_image_that_cannot_be_read_is_listed_by_check_and_can_be_removed() throws Exception {
        Image broken = load("broken:1", "x");
        Image good = load("good:1", "y");
        Path blobs = store.root.root().resolve("blobs/sha256");
        Files.delete(blobs.resolve(broken.id().hex()));
        assertThat(store.images.images()).extracting(Image::id).containsExactly(good.id());
        assertThat(store.images.check().problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("broken:1")
                        .contains(broken.id().toString()));
        store.images.remove("broken:1", false, Optional.empty());
        store.images.prune(false, Optional.empty());
    }

    @Test
    void check_finds_a_changed_bit() throws Exception {
        Image image = load("a:1", "x");
        Path blob = store.root
                .root()
                .resolve("blobs/sha256")
                .resolve(image.layers().getFirst().digest().hex());
        byte[] content = Files.readAllBytes(blob);
        content[20] ^= 1;
        Files.write(blob, content);
        assertThat(store.images.check().problems()).singleElement().asString().contains("digest mismatch");
        store.images.remove("a:1", false, Optional.empty());
    }

    @Test
    void index_entries_of_others_survive_changes() throws Exception {
        load("a:1", "x");
        Path file = store.root.root().resolve("index.json");
        ObjectNode index = Json.parseObject(Files.readAllBytes(file), "index");
        index.put("x-new", "kept");
        ((ObjectNode) index.path("manifests").path(0)).putObject("x-field").put("y", 1);
        Files.write(file, Json.bytes(index));
        load("b:1", "y");
        assertThat(Files.readString(file)).contains("\"x-new\":\"kept\"", "\"x-field\":{\"y\":1}");
    }

    @Test
    void a_killed_load_leaves_only_what_the_next_one_removes() throws Exception {
        Path session = Files.createDirectories(store.root.root().resolve("ingest/0123456789abcdef"));
        Files.write(session.resolve("file-1"), new byte[100]);
        Files.createFile(session.resolve("lock"));
        load("a:1", "x");
        assertThat(session).doesNotExist();
    }

    @Test
    void inspection_uses_the_words_of_docker() throws Exception {
        Image image = store.loadSmall();
        ObjectNode json = store.images.inspect(image);
        assertThat(json.path("Id").asText()).isEqualTo(image.id().toString());
        assertThat(json.path("RepoTags").path(0).asText()).isEqualTo("small:latest");
        assertThat(json.path("RepoDigests").path(0).asText()).isEqualTo("small@" + image.digest());
        assertThat(json.path("Created").asText()).isEqualTo("2024-05-06T07:08:09.123456789Z");
        assertThat(json.path("RootFS").path("Layers")).hasSize(2);
        assertThat(json.path("Config").path("Cmd").path(0).asText()).isEqualTo("/bin/sh");
    }

    @Test
    void history_is_newest_first_and_knows_the_layers() throws Exception {
        Image image = store.loadSmall();
        assertThat(store.images.history(image))
                .satisfiesExactly(
                        row -> {
                            assertThat(row.entry().createdBy()).isEqualTo("RUN step 2");
                            assertThat(row.layerNumber()).contains(1);
                            assertThat(row.contentSize())
                                    .isEqualTo(image.layers().get(1).size());
                        },
                        row -> assertThat(row.layer()).contains(image.diffIds().getFirst()));
    }

    @Test
    void an_imported_tar_is_an_image_of_one_layer() throws Exception {
        byte[] tar = new TarBuilder().dir("etc").file("etc/motd", "hi").build();
        NewImageOptions options = NewImageOptions.defaults()
                .withName(Reference.parse("imported"))
                .withMessage("by hand")
                .withChanges(List.of("CMD [\"/bin/true\"]", "ENV A=1"));
        for (LayerCompression compression :
                List.of(LayerCompression.GZIP, LayerCompression.ZSTD, LayerCompression.NONE)) {
            Image image = store.images.importTar(
                    new ByteArrayInputStream(TestImage.gzip(tar)),
                    options.withCompression(compression),
                    ProgressListener.NONE);
            assertThat(image.diffIds()).extracting(id -> id.digest()).containsExactly(Digest.sha256(tar));
            assertThat(image.config().command()).containsExactly("/bin/true");
            assertThat(image.config().environment()).containsExactly("A=1");
            assertThat(store.images.history(image).getFirst().entry().comment()).isEqualTo("by hand");
        }
        store.images.prune(false, Optional.empty());
        assertThat(store.images.images()).hasSize(1);
    }

    /**
     *
     *
     * <pre>
     * rootfs/          0750
     *   bin/su         4755
     *   bin/sudo       the same file
     *   etc/motd       a link to ../bin/su
     * </pre>
     */
    @Test
    void an_imported_directory_is_an_image_of_one_layer() throws Exception {
        Path rootfs = directory.resolve("rootfs");
        Files.createDirectories(rootfs.resolve("bin"));
        Files.createDirectories(rootfs.resolve("etc"));
        Files.writeString(rootfs.resolve("bin/su"), "su");
        Files.setAttribute(rootfs.resolve("bin/su"), "unix:mode", 0104755);
        Files.createLink(rootfs.resolve("bin/sudo"), rootfs.resolve("bin/su"));
        Files.createSymbolicLink(rootfs.resolve("etc/motd"), Path.of("../bin/su"));
        Files.setAttribute(rootfs, "unix:mode", 040750);

        Image image = store.images.importDirectory(rootfs, NewImageOptions.defaults(), ProgressListener.NONE);

        assertThat(image.diffIds()).hasSize(1);
        SnapshotStore snapshots = store.snapshots("vfs");
        SnapshotKey top = store.images.unpack(image, snapshots, ProgressListener.NONE);
        try (Fd original = Open.open(rootfs, Open.O_RDONLY | Open.O_DIRECTORY, 0);
                Fd unpacked = snapshots.openTree(top)) {
            assertThat(TreeListing.of(unpacked)).isEqualTo(TreeListing.of(original));
        }
    }

    @Test
    void what_is_no_tar_is_not_imported() throws Exception {
        for (byte[] nonsense :
                List.of(new byte[0], new byte[1024], "hello".repeat(500).getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> store.images.importTar(
                            new ByteArrayInputStream(nonsense), NewImageOptions.defaults(), ProgressListener.NONE))
                    .isInstanceOf(IOException.class);
        }
        store.assertEmpty();
    }
}
