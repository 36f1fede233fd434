package io.jfs.runtime.oci;

import io.jfs.runtime.cgroup.Cgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a container is frozen, by the file that says so. Its path is remembered: looking for the cgroup in the mounts
 * of the machine would be most of what {@code state} has to do.
 */
final class Freezer {
    private static final String FILE = "freezer";
    private static final List<String> NAMES = List.of("cgroup.freeze", "freezer.state"); // of version 2, of version 1
    private static final Set<String> FROZEN = Set.of("1", "FROZEN", "FREEZING");

    private Freezer() {}

    static void remember(ContainerDirectory directory, Cgroup cgroup) throws IOException {
        for (Cgroup.Entry entry : cgroup.entries()) {
            for (String name : NAMES) {
                Path file = entry.directory().resolve(name);
                if (Files.exists(file)) {
                    directory.replace(FILE, file.toString());
                    return;
                }
            }
        }
    }

    static boolean isFrozen(ContainerDirectory directory) throws IOException {
        Optional<String> file = directory.read(FILE);
        try {
            return file.isPresent()
                    && FROZEN.contains(Files.readString(Path.of(file.get())).strip());
        } catch (NoSuchFileException _) {
            return false; // its cgroup has gone
        }
    }
}
