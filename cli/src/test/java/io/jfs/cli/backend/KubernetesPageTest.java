package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/kubernetes.md tells to write and to run, as far as one machine without a cluster can tell. */
@RequiresRoot
class KubernetesPageTest {
    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterEach
    void close() throws IOException {
        workshop.close();
    }

    @Test
    void containerd_takes_the_configuration_and_chooses_jfs_for_pods() throws Exception {
        Path destination = workshop.path("dest");
        workshop.run("jfs", "backend", "containerd", "--write", "--destdir", destination.toString());
        Path config = Files.writeString(
                workshop.path("config.toml"),
                KubernetesPage.block("toml").replace("/etc/containerd", destination + "/etc/containerd"));

        String dump = workshop.run("containerd", "--config", config.toString(), "config", "dump");

        assertThat(dump)
                .contains("snapshotter = \"jfs\"", "disable_snapshot_annotations = false")
                .containsPattern(
                        "\\[proxy_plugins\\.jfs]\\s+address = \"/run/jfs/snapshotter.sock\"\\s+type = \"snapshot\"");
    }

    @Test
    void the_daemon_set_installs_by_a_command_that_works_and_starts_units_that_it_writes() throws Exception {
        String manifest = KubernetesPage.block("yaml");
        Matcher command =
                Pattern.compile("/opt/jfs/bin/jfs ((?:[^\\n]*\\\\\\n)*[^\\n]*)").matcher(manifest);
        assertThat(command.find()).isTrue();
        List<String> words = new ArrayList<>(List.of("jfs"));
        words.addAll(Arrays.asList(command.group(1).replace("\\\n", " ").trim().split("\\s+", -1)));
        Path destination = workshop.path("dest");
        words.addAll(List.of("--destdir", destination.toString()));

        workshop.run(words.toArray(String[]::new));

        Matcher unit = Pattern.compile("systemctl [a-z]+ (?:--now )?(\\S+\\.(?:socket|service))")
                .matcher(manifest);
        List<String> units = unit.results().map(found -> found.group(1)).toList();
        assertThat(units).containsExactly("jfs-snapshotter.socket", "jfs-snapshotter.service");
        assertThat(units)
                .allSatisfy(name -> assertThat(
                                destination.resolve("etc/systemd/system").resolve(name))
                        .isRegularFile());
        assertThat(destination.resolve("etc/systemd/system/jfs-snapshotter.service"))
                .content()
                .contains("--driver overlay serve", "--metrics 127.0.0.1:9110");
    }
}
