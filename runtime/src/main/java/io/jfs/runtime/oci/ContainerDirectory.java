package io.jfs.runtime.oci;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container's files: {@code state.json} (its state, as of its creation), {@code process} (its first process),
 * {@code config.json} (as it was at creation: later changes of the bundle count for nothing), {@code start.sock} (there
 * until the program is started), {@code hooks} (there if hooks are to run after start or deletion), {@code cgroup} (its
 * path), {@code freezer}, {@code monitor}, {@code shared-processes}.
 */
record ContainerDirectory(ContainerId id, Path path) {
    static final String START_SOCKET = "start.sock";

    /** There if the container has the process numbers of another, or the host's. */
    static final String SHARED_PROCESSES = "shared-processes";

    private static final String STATE = "state.json";
    private static final String PROCESS = "process";

    /** @throws IOException if there is a container of this name */
    static ContainerDirectory create(Path root, ContainerId id) throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        Path path = root.resolve(id.text());
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("container with id " + id + " already exists: " + path, e);
        }
        return new ContainerDirectory(id, path);
    }

    /** @throws IOException if there is no container of this name */
    static ContainerDirectory find(Path root, ContainerId id) throws IOException {
        Path path = root.resolve(id.text());
        if (!Files.isDirectory(path)) {
            throw new NoSuchContainerException(id, root);
        }
        return new ContainerDirectory(id, path);
    }

    static List<ContainerId> list(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .map(ContainerId::new)
                    .toList();
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path startSocket() {
        return file(START_SOCKET);
    }

    void writeState(String json) throws IOException {
        replace(STATE, json);
    }

    void writeProcess(ProcessRef process) throws IOException {
        replace(PROCESS, process.toText());
    }

    /** Whole or not at all. */
    void replace(String name, String text) throws IOException {
        Path fresh = file(name + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(file(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** The state as of the creation; empty if that was not finished. */
    Optional<String> state() throws IOException {
        return read(STATE);
    }

    Optional<ProcessRef> process() throws IOException {
        Optional<String> text = read(PROCESS);
        return text.isEmpty() ? Optional.empty() : Optional.of(ProcessRef.parse(text.get()));
    }

    /** Removes it with what jfs puts there, and only that. */
    void delete() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry : entries.toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(path + ": somebody else puts files there", e);
        }
    }
}
