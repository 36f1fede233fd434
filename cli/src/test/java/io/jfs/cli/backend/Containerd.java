package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * containerd with a root, state, socket and network of its own, and {@code jfs serve} as its snapshotter behind a
 * socket unit.
 */
final class Containerd implements AutoCloseable {
    private final Workshop workshop;
    private final String driver;
    private final SocketUnit unit;
    private final Process containerd;
    private int starts;

    /** Only what {@code ctr} needs. */
    Containerd(Workshop workshop, String driver) throws Exception {
        this(workshop, driver, """
                version = 2
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]

                [proxy_plugins.jfs]
                  type = "snapshot"
                  address = "%s/jfs.sock"
                """.formatted(workshop.path("").toString()));
    }

    /** @param config all but containerd's places */
    Containerd(Workshop workshop, String driver, String config) throws Exception {
        this.workshop = workshop;
        this.driver = driver;
        Files.writeString(workshop.path("containerd.toml"), """
                root = "%1$s/root"
                state = "%1$s/state"
                %2$s
                [grpc]
                  address = "%1$s/containerd.sock"
                """.formatted(
                        workshop.path("").toString(), config));
        if (driver.equals("btrfs")) {
            workshop.run("jfs", "--root", store(), "driver", "init", driver, "--size", "1G");
        }
        unit = new SocketUnit(
                workshop,
                "serve.log",
                workshop.path("jfs.sock"),
                "jfs",
                "--root",
                store(),
                "--driver",
                driver,
                "serve");
        startServer();
        containerd = workshop.start(
                "containerd.log",
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip link set lo up && exec containerd -c containerd.toml");
        Workshop.await("containerd", () -> {
            assertThat(containerd.isAlive()).as(log("containerd.log")).isTrue();
            return in("default").attempt("version").exit() == 0;
        });
    }

    /** Returns when the server is ready; what it is asked meanwhile waits in the socket. */
    void startServer() throws Exception {
        starts++;
        unit.startServer();
        Workshop.await("jfs serve", () -> {
            assertThat(unit.isAlive()).as(log("serve.log")).isTrue();
            return log("serve.log").split("serving driver " + driver, -1).length > starts;
        });
    }

    private String store() {
        return workshop.path("store").toString();
    }

    private String log(String name) throws IOException {
        return Files.readString(workshop.path(name));
    }

    void killServer() {
        unit.killServer();
    }

    Path socket() {
        return workshop.path("containerd.sock");
    }

    /** @param namespace of containerd's */
    Ctr in(String namespace) {
        return new Ctr(workshop, socket(), namespace);
    }

    /** Waits until what containerd removed is deleted: no snapshot has a directory any more. */
    void awaitDeletion() throws Exception {
        Workshop.await("the deletion of what was removed", () -> directories().isEmpty());
    }

    private List<String> directories() throws IOException {
        try (var names = Files.list(workshop.path("store").resolve(driver))) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        containerd.destroy();
        containerd.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(unit.stop()).as(log("serve.log")).isZero();
    }
}
