package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's containerd with {@code jfs serve} as its snapshotter. */
@RequiresRoot
@RequiresFuse
@RequiresBtrfs
class ContainerdTest {
    private static final String BOX = "docker.io/library/box:1";

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs", "fuse-union", "btrfs"})
    void images_are_imported_run_changed_committed_and_collected(String driver) throws Exception {
        try (Containerd containerd = new Containerd(workshop, driver)) {
            Ctr ctr = containerd.in("test");
            ctr.run("images", "import", "--snapshotter", "jfs", archive("box"));

            assertThat(ctr.runContainer(BOX, "c1", """
                    cat /etc/name; ls /data; echo new > /data/new; rm /etc/name; ls /etc
                    """).lines()).containsExactly("box", "two", "passwd");

            String top = top(ctr);
            ctr.snapshots("prepare", "work", top);
            editThroughMounts(ctr, "work");
            assertThat(entries(ctr, "work")).containsExactlyInAnyOrder("etc/", "etc/added", "data/", "data/.wh.two");
            ctr.snapshots("commit", "done", "work");
            assertThat(ctr.snapshots("info", "done")).contains("\"Kind\": \"Committed\"");
            assertThat(ctr.snapshots("usage", "done")).contains("iB ");
            assertThat(ctr.snapshots("tree")).contains("done");
            assertThat(ctr.attempt("snapshots", "--snapshotter", "jfs", "rm", top)
                            .err())
                    .contains("cannot remove");

            ctr.snapshots("rm", "done");
            ctr.run("images", "rm", "--sync", BOX);
            assertThat(ctr.snapshots("ls").lines()).hasSize(1);
            containerd.awaitDeletion();
        }
    }

    /** The one that is nobody's parent. */
    private static String top(Ctr ctr) throws Exception {
        List<String[]> rows = ctr.snapshots("ls")
                .lines()
                .skip(1)
                .map(line -> line.trim().split(" +", -1))
                .toList();
        List<String> parents =
                rows.stream().filter(row -> row.length == 3).map(row -> row[1]).toList();
        return rows.stream()
                .map(row -> row[0])
                .filter(name -> !parents.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private String archive(String name) throws IOException {
        try (Images images = new Images(workshop.path("images"))) {
            return images.archive(name, workshop.path(name + ".tar")).toString();
        }
    }

    /** As a client of containerd does: by the mounts that it is told. */
    private void editThroughMounts(Ctr ctr, String key) throws Exception {
        Path target = Files.createDirectory(workshop.path("mnt"));
        String[] words = ctr.snapshots("mounts", target.toString(), key).trim().split(" ", -1);
        // mount -t TYPE SOURCE TARGET -o OPTIONS
        Mount mount = new Mount(words[2], words[3], List.of(words[6].split(",", -1)));
        if (mount.type().startsWith("fuse3.")) {
            workshop.run("jfs-union", mount.source(), target.toString(), "-o", words[6]);
        } else {
            Mounter.mount(List.of(mount), target);
        }
        Files.writeString(target.resolve("etc/added"), "added\n");
        Files.delete(target.resolve("data/two"));
        Mounter.unmount(target);
    }

    private static List<String> entries(Ctr ctr, String key) throws Exception {
        String tar = ctr.snapshots("diff", "--media-type", "application/vnd.oci.image.layer.v1.tar", key);
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(
                new java.io.ByteArrayInputStream(tar.getBytes(StandardCharsets.ISO_8859_1)))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "fuse-union", "btrfs"})
    void a_killed_server_loses_nothing_and_containers_keep_running(String driver) throws Exception {
        try (Containerd containerd = new Containerd(workshop, driver)) {
            Ctr ctr = containerd.in("test");
            ctr.run("images", "import", "--snapshotter", "jfs", archive("box"));
            ctr.run(
                    "run",
                    "-d",
                    "--snapshotter",
                    "jfs",
                    BOX,
                    "long",
                    "/bin/sh",
                    "-c",
                    "echo 1 > /data/before; sleep 600");
            String before = ctr.snapshots("ls");

            containerd.killServer();
            assertThat(ctr.run("tasks", "exec", "--exec-id", "e1", "long", "/bin/cat", "/data/two"))
                    .isEqualTo("2\n");
            containerd.startServer();

            assertThat(ctr.patiently("snapshots", "--snapshotter", "jfs", "ls")).isEqualTo(before);
            ctr.run("tasks", "exec", "--exec-id", "e2", "long", "/bin/sh", "-c", "cat /data/before > /data/after");
            assertThat(ctr.run("tasks", "exec", "--exec-id", "e3", "long", "/bin/cat", "/data/after"))
                    .isEqualTo("1\n");
            assertThat(ctr.runContainer(BOX, "c2", "cat /etc/name")).isEqualTo("box\n");
            ctr.run("tasks", "kill", "-s", "SIGKILL", "long");
            Workshop.await("its end", () -> ctr.run("tasks", "ls").contains("STOPPED"));
            ctr.run("tasks", "rm", "long");
            ctr.run("containers", "rm", "long");
        }
        assertThat(workshop.run(
                        "jfs", "--root", workshop.path("store").toString(), "--driver", driver, "system", "check"))
                .doesNotContain("snapshot ");
    }
}
