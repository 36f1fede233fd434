package io.jfs.cli.mount;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jfs.cli.output.Json;
import io.jfs.cli.session.CommandException;
import io.jfs.core.Digest;
import io.jfs.linux.Fd;
import io.jfs.linux.Locks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The mounts that jfs made, one small JSON file each below {@code <runroot>/mounts}. A record is written before its
 * mount is made and removed after it is gone, so nothing is ever mounted unknown. Many processes may use it at once.
 */
public final class MountTable {
    private static final String SUFFIX = ".json";

    private final Path directory;

    /** Touches nothing. */
    public MountTable(Path runRoot) {
        this.directory = runRoot.resolve("mounts");
    }

    /** All records, oldest first. */
    public List<MountRecord> list() throws IOException {
        List<MountRecord> records = new ArrayList<>();
        JsonMapper mapper = new JsonMapper();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                read(mapper, file).ifPresent(records::add);
            }
        } catch (NoSuchFileException _) {
            return records;
        }
        records.sort(Comparator.comparing(MountRecord::created).thenComparing(MountRecord::id));
        return records;
    }

    /** Empty if another process has just unmounted it. */
    private static Optional<MountRecord> read(JsonMapper mapper, Path file) throws IOException {
        try {
            return Optional.of(MountRecord.of(mapper.readTree(Files.readAllBytes(file))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw CommandException.at("mount record " + file, e);
        }
    }

    /** The records of one snapshot's mounts, oldest first. */
    public List<MountRecord> of(String driver, String key) throws IOException {
        return list().stream()
                .filter(mount -> mount.driver().equals(driver) && mount.key().equals(key))
                .toList();
    }

    /** The records that a person means by an ID or its beginning, a path, a snapshot's key or an image's name. */
    public List<MountRecord> find(String text) throws IOException {
        Path path = Path.of(text).toAbsolutePath().normalize();
        List<MountRecord> all = list();
        List<MountRecord> exact = all.stream()
                .filter(mount -> mount.target().equals(path)
                        || mount.key().equals(text)
                        || mount.id().equals(text))
                .toList();
        return exact.isEmpty()
                ? all.stream().filter(mount -> isNamed(mount, text)).toList()
                : exact;
    }

    private static boolean isNamed(MountRecord mount, String text) {
        String imageHex = mount.imageId().substring(mount.imageId().indexOf(':') + 1);
        boolean isHex = text.matches("(sha256:)?[0-9a-f]{4,64}");
        return mount.reference().equals(text)
                || mount.reference().equals(text + ":latest")
                || (isHex
                        && (mount.id().startsWith(text) || imageHex.startsWith(text.substring(text.indexOf(':') + 1))));
    }

    /** Where a mount without a target of its own goes; made by {@link #add}. */
    public Path defaultTarget(String id) {
        return directory.resolve(id);
    }

    /** Remembers a mount. */
    public void add(MountRecord mount) throws IOException {
        makeDirectory();
        Path staged = Files.createTempFile(directory, mount.id(), ".new");
        Files.writeString(staged, Json.pretty(mount.fields()) + "\n");
        Files.move(staged, file(mount), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until nobody else is about to mount a snapshot that can be written. */
    Fd lock() throws IOException {
        makeDirectory();
        return Locks.lockExclusive(directory.resolveSibling("mounts.lock"));
    }

    private void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Forgets a mount. */
    public void remove(MountRecord mount) throws IOException {
        Files.deleteIfExists(file(mount));
    }

    private Path file(MountRecord mount) {
        return directory.resolve(mount.id() + SUFFIX);
    }

    /** A new ID. */
    static String newId() {
        return Digest.sha256(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII))
                .shortHex();
    }
}
