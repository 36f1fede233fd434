package io.jfs.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.mount.MountCalls;
import io.jfs.linux.mount.MountInfo;
import io.jfs.linux.mount.MountInfoEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A directory with a short name, in which other programs find the classes under test as {@code jfs} and
 * {@code jfs-union}.
 */
final class Workshop implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 180;

    private final Path place;
    private final Map<String, String> variables = new HashMap<>();

    Workshop() throws IOException {
        place = Files.createTempDirectory(Path.of("/tmp"), "jfs-e2e-");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path bin = Files.createDirectory(place.resolve("bin"));
        script(bin.resolve("jfs-union"), """
                export JFS_CLASS_PATH='%s' JAVA_HOME='%s'
                exec '%s' "$@"
                """.formatted(
                        classPath(), System.getProperty("java.home"), project().resolve("bin/jfs-union")));
        script(bin.resolve("jfs"), """
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx224m %s -cp '%s' io.jfs.cli.Jfs "$@"
                """.formatted(
                        System.getProperty("java.home"), String.join(" ", moduleFlags()), classPath()));
        variables.put("PATH", bin + ":" + System.getenv("PATH"));
        variables.put("JFS_CONFIG", "/dev/null");
    }

    /** What a program said and how it ended. */
    record Outcome(int exit, String out, String err) {}

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static List<String> moduleFlags() throws IOException {
        String own = Files.readString(Path.of("/proc/self/cmdline"));
        return Stream.of(own.split("\0", -1))
                .filter(argument -> argument.startsWith("--") && argument.contains("="))
                .toList();
    }

    static Path project() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .filter(directory -> Files.exists(directory.resolve("bin/jfs-union")))
                .findFirst()
                .orElseThrow();
    }

    Path path(String name) {
        return place.resolve(name);
    }

    Workshop with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Runs a program to its end. */
    Outcome attempt(String... command) throws Exception {
        Path out = Files.createTempFile(place, "out", "");
        Path err = Files.createTempFile(place, "err", "");
        Process process = builder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(Arrays.toString(command) + " does not end: " + Files.readString(err));
        }
        Outcome outcome = new Outcome(process.exitValue(), text(out), text(err));
        Files.delete(out);
        Files.delete(err);
        return outcome;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /** Runs a program that must end well; what it printed. */
    String run(String... command) throws Exception {
        Outcome outcome = attempt(command);
        assertThat(outcome.exit())
                .as("%s: %s%s", String.join(" ", command), outcome.out(), outcome.err())
                .isZero();
        return outcome.out();
    }

    /** Starts a program that stays; what it says is kept in a file. */
    Process start(String log, String... command) throws IOException {
        return builder(command)
                .redirectErrorStream(true)
                .redirectOutput(place.resolve(log).toFile())
                .start();
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(onOwnPath(command)).directory(place.toFile());
        builder.environment().putAll(variables);
        return builder;
    }

    /** A program is looked up on the path of whoever starts it, which is not ours. */
    private static List<String> onOwnPath(String... command) {
        List<String> words = new ArrayList<>(List.of("env"));
        words.addAll(List.of(command));
        return words;
    }

    /** Waits until something holds. */
    static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time to wait for: %s", what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Takes away what is still mounted there, and the directory. */
    @Override
    public void close() throws IOException {
        List<MountInfoEntry> mounts = new ArrayList<>(MountInfo.read());
        for (MountInfoEntry mount : mounts.reversed()) {
            if (mount.mountPoint().startsWith(place.toString())) {
                MountCalls.unmount(mount.mountPoint(), MountCalls.MNT_DETACH);
            }
        }
        TreeRemover.remove(place);
    }
}
