package io.jfs.core.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the program that makes mounts of a type such as {@code fuse3.jfs-union}. For {@code jfs-union} it looks, in
 * this order, at
 *
 * <ol>
 *   <li>the system property {@code jfs.union} and the environment variable {@code JFS_UNION}: a path;
 *   <li>the directory in the system property {@code jfs.bin}, which {@code bin/jfs} sets to where it lies itself;
 *   <li>the directories of {@code PATH}.
 * </ol>
 *
 * The names of property and variable follow from the program's.
 */
public final class MountProgram {
    private static final List<String> TYPES = List.of("fuse3.", "fuse.");

    private MountProgram() {}

    /** The name of the program for a type of mount; empty if the kernel makes such mounts by itself. */
    public static Optional<String> ofType(String mountType) {
        return TYPES.stream()
                .filter(mountType::startsWith)
                .map(prefix -> mountType.substring(prefix.length()))
                .findFirst();
    }

    /**
     * The program of this name.
     *
     * @throws IOException if there is none; says where it was looked for
     */
    public static Path find(String name) throws IOException {
        String property = name.replace('-', '.');
        String variable = name.replace('-', '_').toUpperCase(Locale.ROOT);
        Optional<String> set = Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)));
        if (set.isPresent()) {
            Path program = Path.of(set.get()).toAbsolutePath();
            if (!Files.isExecutable(program)) {
                throw new IOException(
                        "program " + name + ": " + variable + " says " + program + ", which is no executable file");
            }
            return program;
        }
        for (String directory : directories()) {
            Path program = Path.of(directory, name);
            if (directory.startsWith("/") && Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException(
                "program " + name + " not found: neither beside jfs nor in PATH, and " + variable + " is not set");
    }

    private static List<String> directories() {
        List<String> directories = new ArrayList<>();
        Optional.ofNullable(System.getProperty("jfs.bin")).ifPresent(directories::add);
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        directories.addAll(List.of(path.split(":", -1)));
        return directories;
    }
}
