package io.jfs.runtime.oci;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of a PID namespace. */
final class PidNamespace {
    private static final Path PROC = Path.of("/proc");

    private PidNamespace() {}

    /** Those that are where this one is; none if it has ended. */
    static List<Integer> processes(int member) throws IOException {
        Optional<Path> wanted = namespace(PROC.resolve(Integer.toString(member)));
        List<Integer> processes = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : all) {
                if (wanted.isPresent() && namespace(process).equals(wanted)) {
                    processes.add(Integer.parseInt(process.getFileName().toString()));
                }
            }
        }
        return processes;
    }

    // What is not ours to look at is not the container's.
    private static Optional<Path> namespace(Path process) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("ns/pid")));
        } catch (AccessDeniedException | NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
