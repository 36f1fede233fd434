package io.jfs.cli.backend;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Files of other programs' configuration: printed, or written where there is nothing else yet. */
final class ConfigFiles {
    /**
     * One of them.
     *
     * @param path where it belongs; absolute
     * @param mode its permissions, as {@code ls -l} prints them
     */
    record ConfigFile(Path path, String mode, String content) {}

    private final List<ConfigFile> files = new ArrayList<>();

    void add(String path, String mode, String content) {
        files.add(new ConfigFile(Path.of(path), mode, content));
    }

    /** Each with its path above it. */
    void print(Output out) {
        boolean first = true;
        for (ConfigFile file : files) {
            out.line((first ? "" : "\n") + "# " + file.path());
            file.content().lines().forEach(out::line);
            first = false;
        }
    }

    /**
     * Writes all of them, or none if one is there already with other content: what an administrator wrote is not ours
     * to change unless he says so.
     *
     * @param destination stands for the root directory
     * @param replace what has other content is kept as {@code NAME.old} and replaced
     */
    void write(Path destination, boolean replace, Output out) throws IOException {
        for (ConfigFile file : files) {
            Path target = below(destination, file.path());
            if (differs(target, file) && !(replace && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS))) {
                throw CommandException.failed(
                        target + ": exists with other content; nothing was written",
                        "merge into it what the command prints without --write, move it away, or give --replace");
            }
        }
        for (ConfigFile file : files) {
            Path target = below(destination, file.path());
            if (differs(target, file)) {
                Path old = target.resolveSibling(target.getFileName() + ".old");
                Files.copy(target, old, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                put(file, target);
                out.line("wrote " + target + ", kept " + old);
            } else if (exists(target)) {
                out.line("unchanged " + target);
            } else {
                put(file, target);
                out.line("wrote " + target);
            }
        }
    }

    private static void put(ConfigFile file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(target.getParent(), ".jfs-", "");
        try {
            Files.writeString(fresh, file.content());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(file.mode()));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean exists(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean differs(Path target, ConfigFile file) throws IOException {
        return exists(target) && !isSame(target, file);
    }

    private static Path below(Path destination, Path path) {
        return destination.resolve(Path.of("/").relativize(path));
    }

    private static boolean isSame(Path target, ConfigFile file) throws IOException {
        return Files.isRegularFile(target) && Files.readString(target).equals(file.content());
    }
}
