package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A store with the image {@code bb} of busybox, a bridge of its own, and a look at what containers leave behind. */
final class ContainerFixture implements AutoCloseable {
    private static final List<String> APPLETS = List.of(
            "sh",
            "ls",
            "cat",
            "echo",
            "true",
            "false",
            "sleep",
            "id",
            "hostname",
            "ip",
            "ping",
            "touch",
            "rm",
            "mkdir",
            "env",
            "head",
            "tail",
            "dd",
            "wc",
            "kill",
            "nc",
            "stty",
            "tty",
            "yes",
            "seq",
            "grep",
            "printf",
            "mount");

    private final Path directory;
    private final String driver;
    private final String bridge;
    private final String subnet;
    final CliTest cli;

    ContainerFixture(Path directory, String driver) throws Exception {
        this.directory = directory;
        this.driver = driver;
        int number = (int) (ProcessHandle.current().pid() % 200) + 10;
        this.bridge = "jt" + Integer.toHexString((int) (System.nanoTime() & 0xffffff));
        this.subnet = "10.213." + number + ".0/24";
        this.cli = new CliTest(root());
        System.setProperty("jfs.bin", launchers().toString());
        environment().forEach(variable -> {
            int equals = variable.indexOf('=');
            cli.with(variable.substring(0, equals), variable.substring(equals + 1));
        });
        cli.with("JFS_DRIVER", driver);
        cli.jfs("import", "-c", "CMD [\"sh\"]", "-c", "ENV FROM=image", tar().toString(), "bb")
                .line();
    }

    // The launchers as they are installed, on the classes under test.
    private Path launchers() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        String classPath = System.getProperty("java.class.path");
        Path union = Path.of("").toAbsolutePath().resolveSibling("bin/jfs-union");
        script(bin.resolve("jfs"), "exec " + String.join(" ", quoted(java())) + " \"$@\"");
        script(bin.resolve("jfs-union"), "JFS_CLASS_PATH='" + classPath + "' exec " + union + " \"$@\"");
        return bin;
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> java() {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djfs.bin=" + directory.resolve("bin"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.jfs.cli.Jfs");
    }

    private static List<String> quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .toList();
    }

    Path root() {
        return directory.resolve("root");
    }

    Path runRoot() {
        return directory.resolve("run");
    }

    private List<String> environment() {
        return List.of(
                "JFS_RUNROOT=" + runRoot(),
                "JFS_BRIDGE=" + bridge,
                "JFS_SUBNET=" + subnet,
                "JFS_CNI_CONFIG=/nonexistent");
    }

    private Path tar() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("image"));
        for (String name : List.of("bin", "etc", "tmp", "root", "proc", "sys", "dev")) {
            Files.createDirectories(tree.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), tree.resolve("bin/busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(tree.resolve("bin/" + applet), Path.of("busybox"));
        }
        Files.writeString(
                tree.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/tmp:/bin/sh\n");
        Files.writeString(tree.resolve("etc/group"), "root:x:0:\nalice:x:1000:\nwheel:x:10:alice\n");
        Path tar = directory.resolve("bb.tar");
        assertThat(run(List.of(), "tar", "-C", tree.toString(), "-cf", tar.toString(), ".")
                        .exit())
                .isZero();
        return tar;
    }

    CliTest.Result jfs(String... arguments) {
        return cli.jfs(arguments);
    }

    /** What a container of {@code bb} prints; it must end well. */
    String output(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--rm"));
        all.addAll(List.of(arguments));
        CliTest.Result result = jfs(all.toArray(String[]::new));
        assertThat(result.exit()).as(result.err() + result.out()).isZero();
        return result.out();
    }

    /** A process of its own, as the launcher starts one, with a terminal; lines are typed one after the other. */
    CliTest.Result onTerminal(List<String> typed, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(arguments));
        String line = String.join(" ", quoted(command));
        return run(typed, "script", "-qefc", line, "/dev/null");
    }

    /** A process of its own, which is left running. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        setEnvironment(builder);
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private void setEnvironment(ProcessBuilder builder) {
        builder.environment().put("JFS_ROOT", root().toString());
        builder.environment().put("JFS_CONFIG", "/dev/null");
        builder.environment().put("JFS_DRIVER", driver);
        for (String variable : environment()) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
    }

    CliTest.Result run(List<String> typed, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        setEnvironment(builder);
        Path out = Files.createTempFile(directory, "out", "");
        Process process = builder.redirectOutput(out.toFile()).start();
        if (!typed.isEmpty()) {
            awaitPrompt(out, command);
        }
        for (String line : typed) {
            TimeUnit.MILLISECONDS.sleep(300);
            process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(() -> text(out)).isTrue();
        return new CliTest.Result(process.exitValue(), text(out), "");
    }

    // Whoever attaches sees no prompt until he types.
    private static void awaitPrompt(Path out, String... command) throws Exception {
        if (String.join(" ", command).contains("'attach'")) {
            TimeUnit.SECONDS.sleep(2);
        } else {
            await(() -> text(out).contains("# "));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Something that may be true a little later. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited for 30 seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Mounts, cgroups, interfaces, processes and files that belong to containers of this store. */
    List<String> leftovers() throws IOException {
        List<String> left = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (line.contains(runRoot() + "/") || line.contains(root() + "/containers")) {
                left.add("mount " + line);
            }
        }
        try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net/"))) {
            interfaces
                    .filter(i -> Files.exists(i.resolve("master"))
                            && resolves(i.resolve("master")).endsWith(bridge))
                    .forEach(i -> left.add("interface " + i));
        }
        addEntries(left, root().resolve("containers"));
        addEntries(left, root().resolve("containers/names"));
        addEntries(left, runRoot().resolve("containers"));
        addEntries(left, runRoot().resolve("oci"));
        return left;
    }

    private static String resolves(Path link) {
        try {
            return link.toRealPath().toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void addEntries(List<String> left, Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(e -> !e.endsWith("names")).forEach(e -> left.add("file " + e));
            }
        }
    }

    /** The IDs of all containers, running or not. */
    List<String> ids() {
        return jfs("ps", "-aq", "--no-trunc").lines();
    }

    @Override
    public void close() throws IOException {
        for (String id : ids()) {
            jfs("rm", "-f", "-v", id);
        }
        try {
            run(List.of(), "ip", "link", "del", bridge);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot remove " + bridge, e);
        }
    }
}
