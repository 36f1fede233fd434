package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresRoot
class BackendCommandsTest {
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
    void what_containerd_needs_is_printed() throws Exception {
        String printed = workshop.run(
                "jfs", "--root", "/srv/jfs", "--driver", "overlay", "backend", "containerd", "--socket", "/run/x.sock");

        assertThat(printed)
                .contains(
                        "[proxy_plugins.jfs]",
                        "address = \"/run/x.sock\"",
                        "root = \"/srv/jfs\"",
                        "ListenStream=/run/x.sock")
                .contains("Type=notify", "StandardInput=socket")
                .contains("/jfs --root /srv/jfs --driver overlay serve --socket /run/x.sock");
    }

    @Test
    void files_are_written_once_and_never_over_others() throws Exception {
        Path destination = workshop.path("dest");
        String[] command = {"jfs", "backend", "containerd", "--write", "--destdir", destination.toString()};

        assertThat(workshop.run(command)).contains("wrote " + destination + "/etc/containerd/conf.d/jfs.toml");
        assertThat(destination.resolve("usr/local/bin/jfs-union")).isExecutable();
        assertThat(workshop.run(command)).contains("unchanged").doesNotContain("wrote");

        Path config = destination.resolve("etc/containerd/conf.d/jfs.toml");
        Files.writeString(config, "# of the administrator\n");
        Files.delete(destination.resolve("usr/local/bin/jfs-union"));
        Workshop.Outcome refused = workshop.attempt(command);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains(config.toString(), "exists with other content; nothing was written");
        assertThat(config).hasContent("# of the administrator\n");
        assertThat(destination.resolve("usr/local/bin/jfs-union")).doesNotExist();
        try (Stream<Path> left = Files.walk(destination)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith(".jfs-")))
                    .isEmpty();
        }
    }

    @Test
    void files_with_other_content_are_replaced_on_request_and_kept() throws Exception {
        Path destination = workshop.path("dest");
        for (String backend : List.of("containerd", "podman")) {
            workshop.run("jfs", "backend", backend, "--write", "--destdir", destination.toString());
        }
        Path plugin = destination.resolve("etc/containerd/conf.d/jfs.toml");
        Path storage = destination.resolve("etc/containers/storage.conf");
        Files.writeString(plugin, "# mine\n");
        Files.writeString(storage, "# mine too\n");

        String containerd = workshop.run(
                "jfs", "backend", "containerd", "--write", "--replace", "--destdir", destination.toString());
        workshop.run("jfs", "backend", "podman", "--write", "--replace", "--destdir", destination.toString());

        assertThat(containerd).contains("wrote " + plugin + ", kept " + plugin + ".old");
        assertThat(containerd.lines().filter(line -> line.startsWith("unchanged")))
                .hasSize(3);
        assertThat(plugin).content().contains("[proxy_plugins.jfs]");
        assertThat(plugin.resolveSibling("jfs.toml.old")).hasContent("# mine\n");
        assertThat(storage).content().contains("mount_program");
        assertThat(storage.resolveSibling("storage.conf.old")).hasContent("# mine too\n");
    }

    @Test
    void podman_understands_the_storage_conf() throws Exception {
        Path destination = workshop.path("dest");
        workshop.run("jfs", "backend", "podman", "--write", "--destdir", destination.toString());

        Path conf = destination.resolve("etc/containers/storage.conf");
        String text = Files.readString(conf)
                .replace("/usr/local", destination + "/usr/local")
                .replace("/run/containers/storage", workshop.path("run").toString())
                .replace("/var/lib/containers/storage", workshop.path("root").toString());
        Files.writeString(conf, text);
        String info = workshop.with("CONTAINERS_STORAGE_CONF", conf.toString())
                .run("podman", "info", "--format", "{{.Store.GraphDriverName}} {{.Store.GraphOptions}}");

        assertThat(info).startsWith("overlay ").contains("/usr/local/bin/jfs-union");
    }

    @Test
    void serve_says_what_is_wrong() throws Exception {
        Workshop.Outcome policy = workshop.attempt("jfs", "serve", "--sync", "never");
        assertThat(policy.exit()).isEqualTo(125);
        assertThat(policy.err()).contains("--sync never");

        Workshop.Outcome address = workshop.attempt("jfs", "serve", "--metrics", "here");
        assertThat(address.err()).contains("--metrics here: must be HOST:PORT");
    }
}
