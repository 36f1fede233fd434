package io.jfs.runtime.container;

import io.jfs.core.store.StoreRoot;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import io.jfs.runtime.network.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a container's files are.
 *
 * @param directory what outlives a reboot
 * @param runDirectory what does not
 */
public record ContainerFiles(Path directory, Path runDirectory) {
    static ContainerFiles of(StoreRoot root, String id) {
        return new ContainerFiles(
                containers(root).resolve(id),
                root.runRoot().resolve("containers").resolve(id));
    }

    /** Where the directories of all containers are. */
    static Path containers(StoreRoot root) {
        return root.root().resolve("containers");
    }

    /** Standard output and error, in podman's k8s-file format. */
    public Path log() {
        return directory.resolve("log");
    }

    /** The monitor's socket for those who attach. */
    public Path attachSocket() {
        return directory.resolve("attach.sock");
    }

    /** Where its root is mounted while it runs. */
    public Path rootfs() {
        return runDirectory.resolve("rootfs");
    }

    /** The bundle that it was last started from. */
    public Path bundle() {
        return runDirectory;
    }

    /** Its network namespace, kept there so that plugins find it after its processes have gone. */
    public Path networkNamespace() {
        return runDirectory.resolve("netns");
    }

    Path networkResult() {
        return runDirectory.resolve("network.json");
    }

    Path exitFile() {
        return directory.resolve("exit");
    }

    Path etc(String name) {
        return directory.resolve(name);
    }

    private Path record() {
        return directory.resolve("container.json");
    }

    private Path state() {
        return directory.resolve("state.json");
    }

    /**
     * Whether the power failed while a container that was to be removed anyway was made: only its record is not synced.
     */
    boolean wasNeverWhole() throws IOException {
        return Files.size(record()) == 0;
    }

    ContainerRecord readRecord() throws IOException {
        return ContainerRecord.parse(Files.readAllBytes(record()), record().toString());
    }

    void write(ContainerRecord record) throws IOException {
        if (record.options().has(ContainerOptions.Flag.AUTO_REMOVE)) {
            WholeFile.write(record(), record.toBytes());
        } else {
            WholeFile.writeSynced(record(), record.toBytes());
        }
    }

    RunState readState() throws IOException {
        try {
            byte[] text = Files.readAllBytes(state());
            // The power may have failed while it was first written.
            return text.length == 0 ? RunState.NEVER : RunState.parse(text, state().toString());
        } catch (NoSuchFileException _) {
            return RunState.NEVER;
        }
    }

    void write(RunState state) throws IOException {
        WholeFile.write(state(), state.toBytes());
    }

    /** How it ended last; empty while it runs, and if it never did. */
    Optional<ExitRecord> readExit() throws IOException {
        try {
            return Optional.of(
                    ExitRecord.parse(Files.readAllBytes(exitFile()), exitFile().toString()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Held by whoever starts, stops or removes it. */
    Fd lock() throws IOException {
        return Locks.lockExclusive(directory.resolve("lock"));
    }
}
