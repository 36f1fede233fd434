package io.jfs.core.store;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A driver for tests: a snapshot is a directory {@code tree} with a copy of the parent's files. */
class PlainDriver implements StorageDriver {
    static final StorageDriverProvider PROVIDER = provider(PlainDriver::new);

    /** What the store asked for, in order. */
    final List<String> calls = new ArrayList<>();

    static StorageDriverProvider provider(Supplier<StorageDriver> drivers) {
        return new StorageDriverProvider() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public int preference() {
                return 1;
            }

            @Override
            public Map<DriverCapability, String> potential() {
                return Map.of();
            }

            @Override
            public String mechanism() {
                return "a directory";
            }

            @Override
            public DriverProbe probe(Path directory) {
                return new DriverProbe.Available(Set.of());
            }

            @Override
            public StorageDriver open(Path directory, DriverOptions options) {
                return drivers.get();
            }
        };
    }

    static Path tree(Path directory) {
        return directory.resolve("tree");
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Set<DriverCapability> capabilities() {
        return Set.of(DriverCapability.REBASE);
    }

    @Override
    public void create(SnapshotDirectory snapshot) throws IOException {
        Path tree = Files.createDirectory(tree(snapshot.path()));
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (snapshot.kind() == SnapshotKind.ACTIVE && !snapshot.parents().isEmpty()) {
            copy(tree(snapshot.parents().getFirst()), tree);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : below(from)) {
            if (!file.equals(from)) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        }
    }

    @Override
    public List<Mount> mounts(SnapshotDirectory snapshot) {
        boolean isView = snapshot.kind() == SnapshotKind.VIEW;
        Path source =
                isView && !snapshot.parents().isEmpty() ? snapshot.parents().getFirst() : snapshot.path();
        return List.of(new Mount("bind", tree(source).toString(), List.of("rbind", isView ? "ro" : "rw")));
    }

    @Override
    public ApplyTarget applyTarget(SnapshotDirectory snapshot) {
        return new ApplyTarget.MergedTree(tree(snapshot.path()));
    }

    @Override
    public void rebase(SnapshotDirectory snapshot) {
        calls.add("rebase on " + snapshot.parents().size() + " parents");
    }

    @Override
    public void commit(SnapshotDirectory snapshot) throws IOException {
        calls.add("commit on " + snapshot.parents().size() + " parents");
    }

    @Override
    public Usage usage(SnapshotDirectory snapshot) throws IOException {
        calls.add("usage of " + snapshot.kind().label());
        long bytes = 0;
        List<Path> files = below(tree(snapshot.path()));
        for (Path file : files) {
            bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return new Usage(bytes, files.size());
    }

    @Override
    public void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            for (Path file :
                    below(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
