package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Documents with seeded damage, under digests that fit the damage, so that it is the parsers that have to find it: each
 * ends in an {@code IOException} or loads, and the store stays sound.
 */
class FuzzLoadTest {
    private static final int ROUNDS = 2_000;
    private static final String NAME = "docker.io/library/fuzz:latest";
    private static final String[] SPICE = {
        "null",
        "-1",
        "{}",
        "[]",
        "\"\"",
        "1e999",
        "9999999999999999999",
        "true",
        "\"../../x\"",
        "\"\\ud800\"",
        "\"sha256:\"",
        "{\"a\":{\"a\":{}}}",
        "\"application/vnd.oci.image.index.v1+json\""
    };

    // Thousands of loads sync thousands of times; in memory that costs nothing.
    @TempDir(factory = InMemory.class)
    Path directory;

    static final class InMemory implements TempDirFactory {
        private static final Path SHARED_MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.isWritable(SHARED_MEMORY)
                    ? Files.createTempDirectory(SHARED_MEMORY, "jfs-fuzz-")
                    : Files.createTempDirectory("jfs-fuzz-");
        }
    }

    @Test
    void damaged_documents_end_in_an_error_or_an_image() throws Exception {
        try (StoreFixture store = new StoreFixture(directory)) {
            int loaded = 0;
            for (int seed = 0; seed < ROUNDS; seed++) {
                byte[] archive = TestImage.tar(damaged(new Random(seed)));
                loaded += load(store, archive, seed) ? 1 : 0;
            }
            assertThat(loaded).as("some damage is harmless, some is not").isBetween(1, ROUNDS - 1);
            store.assertClean();
        }
    }

    private static boolean load(StoreFixture store, byte[] archive, int seed) {
        try {
            for (Image image : store.loadStream(archive, options())) {
                store.images.inspect(image);
                store.images.history(image);
                store.images.remove(image.id().toString(), true, Optional.empty());
            }
            return true;
        } catch (IOException _) {
            return false;
        } catch (RuntimeException e) {
            return fail("seed " + seed, e);
        }
    }

    private static Map<String, byte[]> damaged(Random random) {
        TestImage image = TestImage.small();
        int where = random.nextInt(4);
        if (where == 3) {
            Map<String, byte[]> docker = image.dockerArchive("fuzz:latest");
            docker.computeIfPresent("manifest.json", (_, text) -> damage(text, random));
            return docker;
        }
        if (where == 0) {
            byte[] config = damage(Json.bytes(image.config), random);
            image.manifest.set(
                    "config", image.addBlob(MediaTypes.OCI_CONFIG, config).json());
        }
        byte[] manifest = Json.bytes(image.manifest);
        Descriptor entry = image.addBlob(MediaTypes.OCI_MANIFEST, where == 1 ? damage(manifest, random) : manifest)
                .withAnnotation(Descriptor.REF_NAME, NAME);
        byte[] index =
                Json.bytes(ImageIndex.empty().withManifests(List.of(entry)).json());
        Map<String, byte[]> files = image.layout(List.of(entry));
        files.put("index.json", where == 2 ? damage(index, random) : index);
        return files;
    }

    /** Changes bytes, or puts another value in a value's place, which keeps the text valid JSON more often. */
    private static byte[] damage(byte[] text, Random random) {
        String changed = new String(text, StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + random.nextInt(8));
            changed = switch (random.nextInt(4)) {
                case 0 -> changed.substring(0, at) + (char) random.nextInt(128) + changed.substring(end);
                case 1 -> changed.substring(0, at) + changed.substring(end);
                case 2 -> changed.substring(0, end) + changed.substring(at);
                default -> withOtherValue(changed, at, SPICE[random.nextInt(SPICE.length)]);
            };
        }
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    private static String withOtherValue(String text, int near, String value) {
        int colon = text.indexOf(':', near);
        if (colon < 0) {
            return text;
        }
        int end = colon + 1;
        boolean quoted = false;
        while (end < text.length() && (quoted || ",}]".indexOf(text.charAt(end)) < 0)) {
            quoted ^= text.charAt(end) == '"';
            end++;
        }
        return text.substring(0, colon + 1) + value + text.substring(end);
    }

    @Test
    void damaged_archives_end_in_an_error_or_an_image() throws Exception {
        byte[] good = TestImage.tar(TestImage.small().layout(NAME));
        try (StoreFixture store = new StoreFixture(directory)) {
            for (int seed = 0; seed < ROUNDS; seed++) {
                Random random = new Random(seed);
                byte[] archive = good.clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    // Mostly the headers, where the archive's own reader is at work.
                    int block = random.nextInt(archive.length / 512) * 512;
                    archive[block + random.nextInt(random.nextBoolean() ? 160 : 512)] = (byte) random.nextInt();
                    fixChecksum(archive, block);
                }
                load(store, archive, seed);
            }
            store.assertClean();
        }
    }

    private static void fixChecksum(byte[] archive, int block) {
        boolean header = archive[block + 257] == 'u' && archive[block + 258] == 's';
        if (!header) {
            return;
        }
        Arrays.fill(archive, block + 148, block + 156, (byte) ' ');
        int sum = 0;
        for (int i = block; i < block + 512; i++) {
            sum += archive[i] & 0xff;
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, archive, block + 148, 8);
    }

    @Test
    void a_random_blob_in_place_of_a_document_is_no_image() throws Exception {
        TestImage image = TestImage.small();
        byte[] noise = new byte[1000];
        new Random(7).nextBytes(noise);
        Descriptor entry = image.addBlob(MediaTypes.OCI_MANIFEST, noise);
        assertThat(entry.digest()).isEqualTo(Digest.sha256(noise));
        try (StoreFixture store = new StoreFixture(directory)) {
            assertThat(load(store, TestImage.tar(image.layout(List.of(entry))), 0))
                    .isFalse();
            store.assertEmpty();
        }
    }
}
