package io.jfs.runtime.container;

import io.jfs.core.store.StoreRoot;
import io.jfs.core.tree.TreeRemover;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The records of containers. */
final class ContainerStore {
    private static final int ID_LENGTH = 64;

    private final StoreRoot root;
    private final Path directory;
    final Names names;

    ContainerStore(StoreRoot root) {
        this.root = root;
        this.directory = ContainerFiles.containers(root);
        this.names = new Names(directory);
    }

    ContainerFiles files(String id) {
        return ContainerFiles.of(root, id);
    }

    /** All containers, newest first. One whose record cannot be read is left out. */
    List<Container> list() throws IOException {
        List<Container> containers = new ArrayList<>();
        for (String id : ids()) {
            read(id).ifPresent(containers::add);
        }
        containers.sort(
                Comparator.comparing((Container c) -> c.record().created()).reversed());
        return containers;
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    String name = String.valueOf(entry.getFileName());
                    if (name.length() == ID_LENGTH) {
                        ids.add(name);
                    }
                }
            }
        }
        return ids;
    }

    private Optional<Container> read(String id) throws IOException {
        ContainerFiles files = files(id);
        try {
            if (files.wasNeverWhole()) {
                return Optional.empty();
            }
            return Optional.of(new Container(files.readRecord(), files));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // being made, or removed meanwhile
        }
    }

    /** By name, by ID, or by the beginning of an ID. */
    Container find(String wanted) throws IOException {
        Optional<String> named = names.find(wanted);
        if (named.isPresent()) {
            return read(named.get()).orElseThrow(() -> new NoSuchContainerException(wanted));
        }
        if (!wanted.matches("[0-9a-f]{1,64}")) {
            throw new NoSuchContainerException(wanted);
        }
        List<String> matches =
                ids().stream().filter(id -> id.startsWith(wanted)).sorted().toList();
        if (matches.size() > 1) {
            throw new ContainerException("multiple IDs found with provided prefix: " + wanted + ": "
                    + String.join(
                            ", ",
                            matches.stream().map(id -> id.substring(0, 12)).toList()));
        }
        if (matches.isEmpty()) {
            throw new NoSuchContainerException(wanted);
        }
        return read(matches.getFirst()).orElseThrow(() -> new NoSuchContainerException(wanted));
    }

    /** Takes a container's files away; what a crash leaves of them has no record. */
    void remove(ContainerFiles files, String name) throws IOException {
        Files.deleteIfExists(files.directory().resolve("container.json"));
        names.release(name);
        for (Path path : List.of(files.runDirectory(), files.directory())) {
            if (Files.exists(path)) {
                TreeRemover.remove(path);
            }
        }
    }
}
