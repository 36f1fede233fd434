package io.jfs.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code root/} is a container's root with {@code etc/passwd}; {@code outside/} is the host's. */
class ContainerArchiveTest {
    @TempDir
    Path directory;

    private Path outside;
    private Path etc;
    private Fd root;

    @BeforeEach
    void open() throws IOException {
        outside = Files.createDirectory(directory.resolve("outside"));
        etc = Files.createDirectories(directory.resolve("root/etc"));
        Files.writeString(etc.resolve("passwd"), "root");
        root = Open.open(directory.resolve("root"), Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    @AfterEach
    void close() {
        root.close();
    }

    private void unpack(TarBuilder tar, String target) throws IOException {
        ContainerArchive.read(new ByteArrayInputStream(tar.build()), root, target);
    }

    private byte[] packed(String source) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        ContainerArchive.write(root, source, tar);
        return tar.toByteArray();
    }

    @Test
    void what_was_packed_is_unpacked_elsewhere_under_its_own_name() throws IOException {
        Files.createSymbolicLink(etc.resolve("link"), Path.of("/etc/shadow"));
        Files.createDirectory(directory.resolve("root/copy"));

        ContainerArchive.read(new ByteArrayInputStream(packed("/etc")), root, "/copy");
        ContainerArchive.read(new ByteArrayInputStream(packed("/etc/passwd")), root, "/copy");

        Path copy = directory.resolve("root/copy");
        assertThat(copy.resolve("passwd")).hasContent("root");
        assertThat(copy.resolve("etc/passwd")).hasContent("root");
        assertThat(copy.resolve("etc/link")).isSymbolicLink();
    }

    @Test
    void with_a_dot_only_the_content_is_packed() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("root/copy"));

        ContainerArchive.read(new ByteArrayInputStream(packed("/etc/.")), root, "/copy");

        assertThat(copy.resolve("passwd")).hasContent("root");
    }

    @Test
    void what_is_there_is_replaced_and_the_rest_stays() throws IOException {
        Files.writeString(etc.resolve("group"), "wheel");

        unpack(new TarBuilder().file("passwd", "new"), "/etc");

        assertThat(etc.resolve("passwd")).hasContent("new");
        assertThat(etc.resolve("group")).hasContent("wheel");
    }

    @Test
    void a_name_with_two_dots_is_refused_or_stays_within() throws IOException {
        assertThatThrownBy(() -> unpack(new TarBuilder().file("../../outside/evil", "x"), "/etc"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("..");

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_link_in_the_archive_leads_nowhere_else() throws IOException {
        try {
            unpack(new TarBuilder().symlink("way", outside.toString()).file("way/evil", "x"), "/etc");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("way");
        }

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_link_in_the_container_leads_nowhere_else() throws IOException {
        Files.createSymbolicLink(etc.resolve("way"), outside);
        try {
            unpack(new TarBuilder().file("way/evil", "x"), "/etc");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("way");
        }
        assertThatThrownBy(() -> unpack(new TarBuilder().file("evil", "x"), "/etc/way"))
                .hasMessage("cannot unpack to /etc/way: it is no directory of the container");

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_hard_link_to_a_file_of_the_host_is_refused() throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "secret");

        assertThatThrownBy(() -> unpack(new TarBuilder().hardLink("mine", secret.toString()), "/etc"))
                .isInstanceOf(IOException.class);

        assertThat(etc.resolve("mine")).doesNotExist();
    }

    @Test
    void a_whiteout_deletes_nothing() {
        assertThatThrownBy(() -> unpack(new TarBuilder().whiteout("passwd"), "/etc"))
                .hasMessageContaining("deletion");

        assertThat(etc.resolve("passwd")).hasContent("root");
    }

    @Test
    void what_is_no_archive_is_refused() {
        byte[] text = "no archive, only text that goes on for a while"
                .repeat(40)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ContainerArchive.read(new ByteArrayInputStream(text), root, "/etc"))
                .isInstanceOf(IOException.class);
        assertThat(etc.toFile().list()).containsExactly("passwd");
    }

    @Test
    void the_source_of_an_archive_is_looked_for_within_the_container() throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(etc.resolve("way"), outside);

        assertThatThrownBy(() -> packed("/etc/way/secret")).hasMessageContaining("ENOENT");
        assertThat(new String(packed("/etc/way"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }
}
