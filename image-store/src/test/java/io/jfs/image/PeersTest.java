package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.ProgressListener;
import io.jfs.image.oci.Reference;
import io.jfs.image.transport.ImageSource;
import io.jfs.image.transport.ImageTarget;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Other tools read what jfs writes, and jfs reads what they write. They must be there in CI, and may lack elsewhere.
 */
class PeersTest {
    @TempDir
    Path directory;

    private StoreFixture store;
    private Image image;

    @BeforeEach
    void load() throws IOException {
        store = new StoreFixture(directory.resolve("store"));
        image = store.loadSmall();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String run(String... command) throws Exception {
        if (!isInstalled(command[0])) {
            assertThat(System.getenv("CI"))
                    .as(command[0] + " must be installed in CI")
                    .isNull();
            Assumptions.abort(command[0] + " is not installed");
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }

    private static boolean isInstalled(String command) {
        for (String path : String.valueOf(System.getenv("PATH")).split(":", -1)) {
            if (Files.isExecutable(Path.of(path, command))) {
                return true;
            }
        }
        return false;
    }

    private Path save(String target) throws IOException {
        Path file = directory.resolve("saved");
        store.images.save(List.of(image), ImageTarget.parse(target + file, System.out), ProgressListener.NONE);
        return file;
    }

    @Test
    void skopeo_reads_the_store_as_it_is() throws Exception {
        String inspected = run("skopeo", "inspect", "oci:" + store.root.root() + ":docker.io/library/small:latest");
        assertThat(inspected).contains(image.digest().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci-archive", "docker-archive"})
    void skopeo_reads_a_combined_archive_as_either_kind(String transport) throws Exception {
        Path file = save("");
        Path copy = directory.resolve("copy");
        run("skopeo", "copy", "-q", transport + ":" + file, "oci:" + copy + ":x");
        Image again = store.load(
                        ImageSource.parse("oci:" + copy, System.in), options().withName(Reference.parse("again")))
                .getFirst();
        assertThat(again.diffIds()).isEqualTo(image.diffIds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci", "oci-archive", "docker-archive", "dir"})
    void what_skopeo_writes_is_loaded(String transport) throws Exception {
        Path layout = TestImage.write(TestImage.small().layout("x"), directory.resolve("layout"));
        Path copy = directory.resolve("copy");
        boolean dir = transport.equals("dir");
        run(
                "skopeo",
                "copy",
                "-q",
                "oci:" + layout + ":x",
                transport + ":" + copy + (dir ? "" : ":docker.io/me/app:1"));
        store.images.remove("small", false, Optional.empty());
        Image loaded = store.load(ImageSource.parse(transport + ":" + copy, System.in), options())
                .getFirst();
        assertThat(loaded.diffIds()).isEqualTo(image.diffIds());
        assertThat(loaded.references())
                .extracting(Reference::familiar)
                .isEqualTo(dir ? List.of() : List.of("me/app:1"));
        store.assertClean();
    }

    @Test
    void umoci_reads_a_saved_layout() throws Exception {
        Path layout = directory.resolve("umoci");
        store.images.save(
                List.of(image), ImageTarget.parse("oci:" + layout + ":one", System.out), ProgressListener.NONE);
        assertThat(run("umoci", "stat", "--image", layout + ":one", "--json")).contains("RUN step 2");
    }

    /** Its layers lack the end marker, and the padding of the last file. */
    @RequiresRoot
    @Test
    void what_umoci_builds_is_unpacked() throws Exception {
        Path layout = directory.resolve("built");
        Path file = Files.writeString(directory.resolve("file"), "not a multiple of 512 bytes");
        run("umoci", "init", "--layout", layout.toString());
        run("umoci", "new", "--image", layout + ":one");
        run("umoci", "insert", "--image", layout + ":one", file.toString(), "/inserted");
        LoadOptions into = options().withUnpackInto(store.snapshots("vfs"));
        Image built = store.load(ImageSource.parse("oci:" + layout + ":one", System.in), into)
                .getFirst();
        try (InputStream in = store.images.tree(built, ProgressListener.NONE).open("/inserted")) {
            assertThat(in).hasSameContentAs(Files.newInputStream(file));
        }
    }

    @RequiresRoot
    @ParameterizedTest
    @ValueSource(strings = {"", "oci-archive:", "docker-archive:"})
    void podman_loads_what_was_saved_and_saves_what_is_loaded(String target) throws Exception {
        Path file = save(target);
        String[] podman = {
            "podman",
            "--root",
            directory.resolve("p").toString(),
            "--runroot",
            directory.resolve("r").toString(),
            "--storage-driver",
            "vfs"
        };
        run(with(podman, "load", "-q", "-i", file.toString()));
        assertThat(run(with(podman, "images", "--no-trunc", "-q")))
                .contains(image.id().toString());
        Path back = directory.resolve("back.tar");
        run(with(podman, "save", "-q", "-o", back.toString(), "small:latest"));
        Image loaded = store.load(ImageSource.parse(back.toString(), System.in), options())
                .getFirst();
        assertThat(loaded.id()).isEqualTo(image.id());
        assertThat(loaded.references()).containsExactly(Reference.parse("small:latest"));
    }

    private static String[] with(String[] command, String... more) {
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }
}
