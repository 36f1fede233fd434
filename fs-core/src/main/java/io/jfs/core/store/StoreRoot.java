package io.jfs.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where things are.
 *
 * <pre>
 * root/       kept: {@code store/} the metadata, {@code <driver>/} the snapshots of a driver
 * runRoot/    lost at reboot: {@code locks/}
 * </pre>
 *
 * <p>Directories are made when they are asked for, with mode 0700.
 */
public final class StoreRoot {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final Path runRoot;

    /** Touches nothing. Relative paths are taken from the working directory. */
    public StoreRoot(Path root, Path runRoot) {
        this.root = root.toAbsolutePath().normalize();
        this.runRoot = runRoot.toAbsolutePath().normalize();
    }

    /** The directory that is kept. */
    public Path root() {
        return root;
    }

    /** The directory that need not survive a reboot. */
    public Path runRoot() {
        return runRoot;
    }

    /** The directory of the metadata, made if missing. */
    public Path metadata() throws IOException {
        return ensure(root.resolve("store"));
    }

    /**
     * The directory of a driver, made if missing.
     *
     * @param driver the driver's name, as {@link io.jfs.core.driver.StorageDriverProvider#name()} gives it
     */
    public Path driverDirectory(String driver) throws IOException {
        return ensure(root.resolve(driver));
    }

    /** The directory of lock files, made if missing. */
    public Path locks() throws IOException {
        return ensure(runRoot.resolve("locks"));
    }

    /**
     * An empty directory as a driver makes it for a snapshot without parent: mode 0755 whatever the umask. Its mtime is
     * older than that of any snapshot, so a comparison of roots never depends on when this one was made.
     */
    public Path emptyDirectory() throws IOException {
        Path empty = ensure(runRoot.resolve("empty"));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setLastModifiedTime(empty, FileTime.fromMillis(0));
        return empty;
    }

    static Path ensure(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OWNER_ONLY);
        }
        return directory;
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
