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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's containerd with {@code jfs serve} as its snapshotter. */
@RequiresRoot
@RequiresFuse
@RequiresBtrfs
class ContainerdTest {
    private static final String BOX = "docker.io/library/box:1";
    private static final int MANY = 20;

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
            containerd.ctr("images", "import", "--snapshotter", "jfs", archive("box"));

            assertThat(containerd.runContainer(BOX, "c1", """
                    cat /etc/name; ls /data; echo new > /data/new; rm /etc/name; ls /etc
                    """).lines()).containsExactly("box", "two", "passwd");

            String top = top(containerd);
            containerd.snapshots("prepare", "work", top);
            editThroughMounts(containerd, "work");
            assertThat(entries(containerd, "work"))
                    .containsExactlyInAnyOrder("etc/", "etc/added", "data/", "data/.wh.two");
            containerd.snapshots("commit", "done", "work");
            assertThat(containerd.snapshots("info", "done")).contains("\"Kind\": \"Committed\"");
            assertThat(containerd.snapshots("usage", "done")).contains("iB ");
            assertThat(containerd.snapshots("tree")).contains("done");
            assertThat(containerd
                            .ctrAttempt("snapshots", "--snapshotter", "jfs", "rm", top)
                            .err())
                    .contains("cannot remove");

            containerd.snapshots("rm", "done");
            containerd.ctr("images", "rm", "--sync", BOX);
            assertThat(containerd.snapshots("ls").lines()).hasSize(1);
            Workshop.await(
                    "the deletion of what was removed",
                    () -> directories(driver).isEmpty());
        }
    }

    /** The one that is nobody's parent. */
    private static String top(Containerd containerd) throws Exception {
        List<String[]> rows = containerd
                .snapshots("ls")
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

    private List<String> directories(String driver) throws IOException {
        try (var names = Files.list(workshop.path("store").resolve(driver))) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .toList();
        }
    }

    /** As a client of containerd does: by the mounts that it is told. */
    private void editThroughMounts(Containerd containerd, String key) throws Exception {
        Path target = Files.createDirectory(workshop.path("mnt"));
        String[] words =
                containerd.snapshots("mounts", target.toString(), key).trim().split(" ", -1);
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

    private static List<String> entries(Containerd containerd, String key) throws Exception {
        String tar = containerd.snapshots("diff", "--media-type", "application/vnd.oci.image.layer.v1.tar", key);
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
            containerd.ctr("images", "import", "--snapshotter", "jfs", archive("box"));
            containerd.ctr(
                    "run",
                    "-d",
                    "--snapshotter",
                    "jfs",
                    BOX,
                    "long",
                    "/bin/sh",
                    "-c",
                    "echo 1 > /data/before; sleep 600");
            String before = containerd.snapshots("ls");

            containerd.killServer();
            assertThat(containerd.ctr("tasks", "exec", "--exec-id", "e1", "long", "/bin/cat", "/data/two"))
                    .isEqualTo("2\n");
            containerd.startServerAgain();

            assertThat(containerd.ctrPatiently("snapshots", "--snapshotter", "jfs", "ls"))
                    .isEqualTo(before);
            containerd.ctr(
                    "tasks", "exec", "--exec-id", "e2", "long", "/bin/sh", "-c", "cat /data/before > /data/after");
            assertThat(containerd.ctr("tasks", "exec", "--exec-id", "e3", "long", "/bin/cat", "/data/after"))
                    .isEqualTo("1\n");
            assertThat(containerd.runContainer(BOX, "c2", "cat /etc/name")).isEqualTo("box\n");
            containerd.ctr("tasks", "kill", "-s", "SIGKILL", "long");
            Workshop.await("its end", () -> containerd.ctr("tasks", "ls").contains("STOPPED"));
            containerd.ctr("tasks", "rm", "long");
            containerd.ctr("containers", "rm", "long");
        }
        assertThat(workshop.run(
                        "jfs", "--root", workshop.path("store").toString(), "--driver", driver, "system", "check"))
                .doesNotContain("snapshot ");
    }

    @Test
    void twenty_at_a_time_survive_the_death_of_the_server() throws Exception {
        List<String> archives = new ArrayList<>();
        try (Images images = new Images(workshop.path("images"))) {
            for (int i = 0; i < MANY; i++) {
                archives.add(images.archive("box" + i, workshop.path("box" + i + ".tar"))
                        .toString());
            }
        }
        try (Containerd containerd = new Containerd(workshop, "overlay")) {
            List<Future<String>> imports = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(MANY)) {
                for (String archive : archives) {
                    imports.add(clients.submit(
                            () -> containerd.ctrPatiently("images", "import", "--snapshotter", "jfs", archive)));
                }
                imports.get(MANY / 2).get();
                containerd.killServer();
                containerd.startServerAgain();
            }
            for (Future<String> done : imports) {
                done.get();
            }
            containerd.ctrPatiently("snapshots", "--snapshotter", "jfs", "ls");
            List<Callable<String>> runs = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String name = "box" + i;
                runs.add(() ->
                        containerd.runContainer("docker.io/library/" + name + ":1", name, "cat /etc/name; ls /data"));
            }
            try (ExecutorService clients = Executors.newFixedThreadPool(MANY)) {
                List<Future<String>> outputs = clients.invokeAll(runs);
                for (int i = 0; i < MANY; i++) {
                    assertThat(outputs.get(i).get()).isEqualTo("box" + i + "\ntwo\n");
                }
            }
            for (int i = 0; i < MANY; i++) {
                containerd.ctr("images", "rm", "--sync", "docker.io/library/box" + i + ":1");
            }
            assertThat(containerd.snapshots("ls").lines()).hasSize(1);
            Workshop.await(
                    "the deletion of what was removed",
                    () -> directories("overlay").isEmpty());
        }
    }
}
