package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** containerd with a root, state and socket of its own, and {@code jfs serve} as its snapshotter. */
final class Containerd implements AutoCloseable {
    private final Workshop workshop;
    private final String driver;
    private final Path socket;
    private Process server;
    private final Process containerd;

    Containerd(Workshop workshop, String driver) throws Exception {
        this.workshop = workshop;
        this.driver = driver;
        this.socket = workshop.path("jfs.sock");
        Files.writeString(workshop.path("containerd.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]

                [grpc]
                  address = "%1$s/containerd.sock"

                [proxy_plugins.jfs]
                  type = "snapshot"
                  address = "%1$s/jfs.sock"
                """.formatted(
                        workshop.path("").toString()));
        if (driver.equals("btrfs")) {
            workshop.run("jfs", "--root", store(), "driver", "init", driver, "--size", "1G");
        }
        server = startServer();
        containerd = workshop.start(
                "containerd.log",
                "containerd",
                "-c",
                workshop.path("containerd.toml").toString());
        Workshop.await("containerd", () -> {
            assertThat(containerd.isAlive()).as(log("containerd.log")).isTrue();
            return ctrAttempt("version").exit() == 0;
        });
    }

    private Process startServer() throws Exception {
        Process started = workshop.start(
                "serve.log", "jfs", "--root", store(), "--driver", driver, "serve", "--socket", socket.toString());
        Workshop.await("jfs serve", () -> {
            assertThat(started.isAlive()).as(log("serve.log")).isTrue();
            return log("serve.log").contains("serving driver " + driver);
        });
        return started;
    }

    private String store() {
        return workshop.path("store").toString();
    }

    private String log(String name) throws IOException {
        return Files.readString(workshop.path(name));
    }

    /** As a power cut would end it, but for the disk. */
    void killServer() {
        server.destroyForcibly().onExit().join();
    }

    void startServerAgain() throws Exception {
        server = startServer();
    }

    Workshop.Outcome ctrAttempt(String... arguments) throws Exception {
        return workshop.attempt(command(arguments));
    }

    String ctr(String... arguments) throws Exception {
        return workshop.run(command(arguments));
    }

    /** Asks again for as long as the answer is that the server is not there. */
    String ctrPatiently(String... arguments) throws Exception {
        Workshop.Outcome[] last = new Workshop.Outcome[1];
        Workshop.await(String.join(" ", arguments), () -> {
            last[0] = ctrAttempt(arguments);
            return !last[0].err().contains("unavailable");
        });
        assertThat(last[0].exit()).as(last[0].err()).isZero();
        return last[0].out();
    }

    Process ctrStart(String log, String... arguments) throws IOException {
        return workshop.start(log, command(arguments));
    }

    private String[] command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("ctr", "-a", workshop.path("containerd.sock").toString(), "-n", "test"));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Runs a command in a container of its own. */
    String runContainer(String image, String id, String script) throws Exception {
        return ctr("run", "--rm", "--snapshotter", "jfs", image, id, "/bin/sh", "-c", script);
    }

    String snapshots(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("snapshots", "--snapshotter", "jfs"));
        command.addAll(List.of(arguments));
        return ctr(command.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        end(containerd);
        end(server);
        assertThat(server.exitValue()).as(log("serve.log")).isZero();
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
