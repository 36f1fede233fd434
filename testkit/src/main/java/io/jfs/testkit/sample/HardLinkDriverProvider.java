package io.jfs.testkit.sample;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Finds and opens the sample driver. Works wherever there are hard links. */
public final class HardLinkDriverProvider implements StorageDriverProvider {
    /** For {@link java.util.ServiceLoader}. */
    public HardLinkDriverProvider() {}

    @Override
    public String name() {
        return "hard-link";
    }

    /** Below all others: taken only if it is asked for. */
    @Override
    public int preference() {
        return 0;
    }

    @Override
    public String mechanism() {
        return "a copied tree, unchanged files linked to the parent's by a commit";
    }

    @Override
    public Map<DriverCapability, String> potential() {
        return Map.of(DriverCapability.ROOTLESS, "", DriverCapability.DIRECTORY_RENAME, "");
    }

    /** By trying, since only that tells; whatever is made is removed again. */
    @Override
    public DriverProbe probe(Path directory) {
        try {
            Path file = Files.createTempFile(directory, "probe-", "");
            Path link = file.resolveSibling(file.getFileName() + "-link");
            try {
                Files.createLink(link, file);
            } finally {
                Files.deleteIfExists(link);
                Files.delete(file);
            }
            return new DriverProbe.Available(potential().keySet());
        } catch (IOException | UnsupportedOperationException e) {
            return new DriverProbe.Unavailable("trying a hard link: " + e.getMessage());
        }
    }

    @Override
    public StorageDriver open(Path directory, DriverOptions options) throws IOException {
        options.requireKnown(name(), Set.of());
        return new HardLinkDriver(potential().keySet());
    }
}
