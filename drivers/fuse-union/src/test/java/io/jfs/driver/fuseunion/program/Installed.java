package io.jfs.driver.fuseunion.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.tree.TreeRemover;
import io.jfs.fuse.transport.FuseMount;
import io.jfs.linux.Fd;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real launcher and the classes under test, where every user can read them. */
final class Installed {
    private static final int TIMEOUT_SECONDS = 60;

    private final Path bin;
    private final String classPath;

    private Installed(Path bin, String classPath) {
        this.bin = bin;
        this.classPath = classPath;
    }

    /** What a command did. */
    record Outcome(int exit, String out, String err) {}

    static Installed into(Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.copy(launcher(), bin.resolve("jfs-union"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        List<String> classes = new ArrayList<>();
        for (Class<?> type : List.of(JfsUnion.class, FuseMount.class, Fd.class, TreeRemover.class)) {
            Path target = directory.resolve("classes" + classes.size());
            copy(location(type), target);
            classes.add(target.toString());
        }
        return new Installed(bin, String.join(File.pathSeparator, classes));
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Path launcher() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .map(directory -> directory.resolve("bin/jfs-union"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    Path launcherPath() {
        return bin.resolve("jfs-union");
    }

    /** Another name for the launcher. */
    Path link(String name) throws IOException {
        return Files.createSymbolicLink(bin.resolve(name), launcherPath());
    }

    /** Runs the launcher to its end, and to the end of its outputs. */
    Outcome run(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcherPath().toString()));
        command.addAll(List.of(arguments));
        return runCommand(directory, command);
    }

    /** Runs any command with the launcher's environment. */
    Outcome runCommand(Path directory, List<String> command) throws Exception {
        Process process = start(directory, command);
        process.getOutputStream().close();
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .as("%s ends", command)
                .isTrue();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.exitValue(), out, err);
    }

    Process start(Path directory, List<String> command) throws IOException {
        // A background job of a shell ignores SIGINT, and all that it starts does.
        List<String> interruptible = new ArrayList<>(List.of("env", "--default-signal=INT"));
        interruptible.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(interruptible).directory(directory.toFile());
        builder.environment().put("JFS_CLASS_PATH", classPath);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
        return builder.start();
    }

    /** The one background process that has these words among its arguments. */
    static ProcessHandle background(String word) throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            List<String> arguments = arguments(process);
            if (arguments.contains(JfsUnion.class.getName()) && arguments.contains(word)) {
                found.add(process);
            }
        }
        assertThat(found).as("the process of %s", word).hasSize(1);
        return found.getFirst();
    }

    private static List<String> arguments(ProcessHandle process) throws IOException {
        Optional<byte[]> text = read(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        return List.of(new String(text.orElse(new byte[0]), StandardCharsets.UTF_8).split("\0", -1));
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty(); // it ended meanwhile
        }
    }
}
