package io.jfs.cli.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.testkit.Requirement;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** podman and containerd use the runtime as they use runc. */
@RequiresRoot
class EnginesTest {
    @TempDir
    Path directory;

    private Path runtime;

    private record Outcome(int code, String out) {}

    @BeforeEach
    void writeRuntime() throws IOException {
        runtime = directory.resolve("jfs-oci");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                runtime,
                "#!/bin/sh\nexec " + java
                        + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
                        + System.getProperty("java.class.path") + "' io.jfs.cli.oci.OciMain \"$@\"\n");
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void require(String program) {
        boolean missing = Files.notExists(Path.of("/usr/bin", program));
        Requirement.require(missing ? Optional.of(program + " is not installed") : Optional.empty());
    }

    private Outcome run(List<String> command) throws IOException {
        Path output = Files.createTempFile(directory, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " hangs: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private Path image() throws IOException {
        Path root = directory.resolve("image");
        for (String name : List.of("bin", "etc", "tmp", "proc", "sys", "dev")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        for (String applet : List.of("sh", "id", "sleep", "echo", "cat", "true")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        Path tar = directory.resolve("image.tar");
        run(List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "."));
        return tar;
    }

    private Outcome podman(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "podman",
                "--root",
                directory.resolve("root").toString(),
                "--runroot",
                directory.resolve("run").toString(),
                "--storage-driver",
                "vfs",
                "--cgroup-manager",
                "cgroupfs",
                "--runtime",
                runtime.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static final List<String> RUN =
            List.of("run", "--network", "none", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024");

    private Outcome podmanRun(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(RUN);
        all.addAll(List.of(arguments));
        return podman(all.toArray(String[]::new));
    }

    @Test
    void descriptors_are_preserved_only_where_that_is_asked_for() throws IOException {
        Path bundle = directory.resolve("bundle");
        Files.createDirectories(bundle.resolve("rootfs"));
        run(List.of("tar", "-C", bundle.resolve("rootfs").toString(), "-xf", image().toString()));
        run(List.of(runtime.toString(), "spec", "-b", bundle.toString()));
        Path config = bundle.resolve("config.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(config.toFile());
        ((ObjectNode) json.get("process"))
                .put("terminal", false)
                .putArray("args")
                .add("/bin/sh")
                .add("-c")
                .add("cat <&3; cat <&4");
        Files.write(config, new ObjectMapper().writeValueAsBytes(json));
        Files.writeString(directory.resolve("three"), "three\n");
        Files.writeString(directory.resolve("four"), "four\n");
        String script = "exec 3<three 4<four; exec '" + runtime + "' --root state run -b bundle ";

        assertThat(inDirectory(script + "--preserve-fds 2 a").out()).isEqualTo("three\nfour\n");
        assertThat(inDirectory(script + "--preserve-fds 1 b").out())
                .startsWith("three\n")
                .doesNotContain("four\n");
        assertThat(inDirectory(script + "c").out()).doesNotContain("three\n", "four\n");
    }

    private Outcome inDirectory(String script) throws IOException {
        return run(List.of("sh", "-c", "cd '" + directory + "'; " + script));
    }

    @Test
    void podman_runs_execs_pauses_and_removes() throws IOException {
        require("podman");
        assertThat(podman("import", image().toString(), "bb:1").code()).isZero();
        assertThat(podmanRun("--rm", "localhost/bb:1", "/bin/sh", "-c", "echo hello; exit 9"))
                .isEqualTo(new Outcome(9, "hello\n"));
        assertThat(podmanRun("--rm", "localhost/bb:1", "/bin/nothing").code()).isEqualTo(127);
        assertThat(podmanRun(
                                "--rm",
                                "-m",
                                "32m",
                                "--pids-limit",
                                "10",
                                "--read-only",
                                "--user",
                                "5:6",
                                "localhost/bb:1",
                                "/bin/sh",
                                "-c",
                                "id -u; cat /sys/fs/cgroup/pids/pids.max")
                        .out())
                .isEqualTo("5\n10\n");
        assertThat(podmanRun("-d", "--name", "c", "localhost/bb:1", "/bin/sleep", "1000")
                        .code())
                .isZero();
        try {
            assertThat(podman("exec", "c", "/bin/sh", "-c", "id -u; exit 4")).isEqualTo(new Outcome(4, "0\n"));
            assertThat(podman("exec", "c", "/bin/nothing").code()).isEqualTo(127);
            assertThat(podman("pause", "c").code()).isZero();
            assertThat(podman("unpause", "c").code()).isZero();
            assertThat(podman("ps", "--format", "{{.Names}} {{.State}}").out()).startsWith("c Up");
        } finally {
            assertThat(podman("rm", "-f", "-t", "0", "c").code()).isZero();
        }
        assertThat(podman("ps", "-aq").out()).isEmpty();
    }

    @Test
    void containerd_runs_execs_and_removes() throws IOException {
        require("containerd");
        require("podman");
        podman("import", image().toString(), "bb:1");
        Path archive = directory.resolve("oci.tar");
        podman("save", "--format", "oci-archive", "-o", archive.toString(), "localhost/bb:1");
        Path socket = directory.resolve("c.sock");
        Path config = directory.resolve("config.toml");
        Files.writeString(
                config,
                "version = 2\nroot = \"%s/croot\"\nstate = \"%s/cstate\"\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n"
                                .formatted(directory, directory)
                        + "[grpc]\naddress = \"" + socket + "\"\n");
        Process containerd = new ProcessBuilder("containerd", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("containerd.log").toFile())
                .start();
        try {
            List<String> ctr = List.of("ctr", "-a", socket.toString());
            for (int i = 0; i < 600 && run(with(ctr, "version")).code() != 0; i++) {
                Thread.onSpinWait();
            }
            assertThat(run(with(ctr, "image", "import", "--snapshotter", "native", archive.toString()))
                            .code())
                    .isZero();
            String[] options = {"--snapshotter", "native", "--runc-binary", runtime.toString(), "localhost/bb:1"};
            assertThat(run(with(
                            with(ctr, "run", "--rm"),
                            with(List.of(options), "a", "/bin/sh", "-c", "echo hello; exit 6"))))
                    .extracting(Outcome::code, Outcome::out)
                    .satisfies(all -> assertThat(all.get(0)).isEqualTo(6))
                    .satisfies(all -> assertThat(String.valueOf(all.get(1))).startsWith("hello\n"));
            assertThat(run(with(with(ctr, "run", "-d"), with(List.of(options), "b", "/bin/sleep", "1000")))
                            .code())
                    .isZero();
            assertThat(run(with(ctr, "task", "exec", "--exec-id", "e", "b", "/bin/echo", "exec"))
                            .out())
                    .isEqualTo("exec\n");
            assertThat(run(with(ctr, "task", "kill", "-s", "KILL", "b")).code()).isZero();
            for (int i = 0; i < 100 && run(with(ctr, "task", "rm", "b")).code() == 1; i++) {
                Thread.onSpinWait();
            }
            assertThat(run(with(ctr, "container", "rm", "b")).code()).isZero();
        } finally {
            containerd.destroy();
            containerd.onExit().join();
        }
    }

    private static List<String> with(List<String> first, String... rest) {
        return with(first, List.of(rest));
    }

    private static List<String> with(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }
}
