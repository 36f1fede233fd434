package io.jfs.driver.vfs;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.linux.DataCopy;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Finds and opens the vfs driver. It works on every filesystem; on some it shares blocks between copies. */
public final class VfsDriverProvider implements StorageDriverProvider {
    /** For {@link java.util.ServiceLoader}. */
    public VfsDriverProvider() {}

    @Override
    public String name() {
        return "vfs";
    }

    @Override
    public int preference() {
        return 10;
    }

    @Override
    public String mechanism() {
        return "a copied tree";
    }

    @Override
    public Map<DriverCapability, String> potential() {
        return Map.of(
                DriverCapability.ROOTLESS, "",
                DriverCapability.DIRECTORY_RENAME, "",
                DriverCapability.REFLINK, "on btrfs, xfs");
    }

    @Override
    public DriverProbe probe(Path directory) {
        try {
            Set<DriverCapability> found = capabilities(directory);
            boolean shares = found.contains(DriverCapability.REFLINK);
            return new DriverProbe.Available(
                    found, Map.of("Copies", shares ? "share blocks" : "are whole: no reflinks here"));
        } catch (IOException e) {
            return new DriverProbe.Unavailable("cannot make a file there: " + e.getMessage());
        }
    }

    @Override
    public StorageDriver open(Path directory, DriverOptions options) throws IOException {
        options.requireKnown(name(), Set.of());
        return new VfsDriver(capabilities(directory));
    }

    private static Set<DriverCapability> capabilities(Path directory) throws IOException {
        EnumSet<DriverCapability> found = EnumSet.of(DriverCapability.ROOTLESS, DriverCapability.DIRECTORY_RENAME);
        if (canReflink(directory)) {
            found.add(DriverCapability.REFLINK);
        }
        return found;
    }

    /** Clones one unnamed file into another, so nothing is left behind even by a kill. */
    private static boolean canReflink(Path directory) throws IOException {
        try (Fd from = Open.open(directory, Open.O_TMPFILE | Open.O_RDWR, 0600);
                Fd to = Open.open(directory, Open.O_TMPFILE | Open.O_RDWR, 0600)) {
            return DataCopy.reflink(from, to);
        }
    }
}
