package io.jfs.testkit;

import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.Programs;
import io.jfs.linux.mount.LoopDevice;
import io.jfs.linux.mount.MountCalls;
import io.jfs.linux.mount.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A filesystem of a kind of its own for the tests of one class, in a file:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LoopFilesystem BTRFS = LoopFilesystem.btrfs();
 *
 * Path place = BTRFS.newDirectory();
 * }</pre>
 */
public final class LoopFilesystem implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final long BYTES = 2L << 30;

    private final String type;
    private final List<String> features;
    private final String options;
    private Optional<Path> place = Optional.empty();

    private LoopFilesystem(String type, List<String> features, String options) {
        this.type = type;
        this.features = features;
        this.options = options;
    }

    /** Of btrfs. */
    public static LoopFilesystem btrfs() {
        return new LoopFilesystem("btrfs", List.of(), "");
    }

    /** Of xfs, which has reflinks. */
    public static LoopFilesystem xfs() {
        return new LoopFilesystem("xfs", List.of(), "");
    }

    /** Of ext4. */
    public static LoopFilesystem ext4() {
        return new LoopFilesystem("ext4", List.of(), "");
    }

    /** The same type, made and mounted with project quotas: many kernels have none and refuse to mount it. */
    public LoopFilesystem withProjectQuotas() {
        List<String> made =
                type.equals("ext4") ? List.of("-O", "quota,project", "-E", "quotatype=prjquota") : List.of();
        return new LoopFilesystem(type, made, "prjquota");
    }

    /** Why there can be no filesystem of a type; empty if there can. */
    public static Optional<String> missing(String type) {
        try {
            if (Processes.effectiveUserId() != 0) {
                return Optional.of("needs root");
            }
            boolean known = Files.readAllLines(Path.of("/proc/filesystems")).stream()
                    .anyMatch(line -> line.endsWith("\t" + type));
            return known ? missingProgram(type) : Optional.of("the kernel does not know " + type);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> missingProgram(String type) {
        return Files.isExecutable(program(type)) ? Optional.empty() : Optional.of("needs " + program(type));
    }

    private static Path program(String type) {
        return Path.of("/usr/sbin/mkfs." + type);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        open();
    }

    /** For those who are no JUnit class. */
    public LoopFilesystem open() throws IOException {
        Path made = Files.createTempDirectory("jfs-" + type);
        place = Optional.of(made);
        Path file = made.resolve("file");
        try (Fd fd = Open.open(file, Open.O_RDWR | Open.O_CREAT, 0600)) {
            FileIo.truncate(fd, BYTES);
            List<String> command = new ArrayList<>(List.of(program(type).toString(), "-q"));
            command.addAll(features);
            command.add(file.toString());
            Programs.Outcome outcome = Programs.run(command, Map.of());
            if (!outcome.isSuccess()) {
                throw new IOException("mkfs." + type + ": " + outcome.error());
            }
            Files.createDirectory(made.resolve("mounted"));
            try (LoopDevice device = LoopDevice.attach(fd)) {
                MountCalls.mount(
                        device.path().toString(), made.resolve("mounted").toString(), type, 0, options);
            }
        }
        return this;
    }

    /** Its root directory. */
    public Path root() {
        return place.orElseThrow().resolve("mounted");
    }

    /** A new empty directory on it. */
    public Path newDirectory() throws IOException {
        return Files.createTempDirectory(root(), "test-");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        if (place.isPresent()) {
            if (MountInfo.at(root()).isPresent()) {
                MountCalls.unmount(root().toString(), 0);
            }
            TreeRemover.remove(place.get());
            place = Optional.empty();
        }
    }
}
