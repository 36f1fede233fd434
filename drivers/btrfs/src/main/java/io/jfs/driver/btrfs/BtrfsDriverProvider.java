package io.jfs.driver.btrfs;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.linux.Fd;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.Stat;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out by making a snapshot whether a place is on btrfs, and opens the driver. */
public final class BtrfsDriverProvider implements StorageDriverProvider {
    /** For {@link java.util.ServiceLoader}. */
    public BtrfsDriverProvider() {}

    @Override
    public String name() {
        return BtrfsDriver.NAME;
    }

    /** The kernel's overlay shares the page cache between containers, which subvolumes do not. */
    @Override
    public int preference() {
        return 80;
    }

    @Override
    public String mechanism() {
        return "a subvolume of btrfs";
    }

    @Override
    public Map<DriverCapability, String> potential() {
        return Map.of(
                DriverCapability.NATIVE_DIFF, "",
                DriverCapability.DIRECTORY_RENAME, "",
                DriverCapability.REFLINK, "",
                DriverCapability.QUOTA, "");
    }

    @Override
    public DriverProbe probe(Path directory) {
        Path own = directory.resolve(BtrfsDriver.NAME);
        Path place = Files.isDirectory(own) ? own : directory;
        try {
            requireBtrfs(place);
            trySnapshot(place);
            return new DriverProbe.Available(BtrfsDriver.CAPABILITIES, Map.of("Quotas", quotas(place)));
        } catch (IOException e) {
            return new DriverProbe.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public StorageDriver open(Path directory, DriverOptions options) throws IOException {
        options.requireKnown(name(), Set.of());
        requireBtrfs(directory);
        return new BtrfsDriver();
    }

    /** Makes a btrfs filesystem in a file and mounts it, unless the place is on btrfs. */
    @Override
    public List<String> initialize(Path directory, DriverOptions options) throws IOException {
        return Embedded.initialize(directory, options);
    }

    static boolean isBtrfs(Path directory) throws IOException {
        try (Fd fd = Layout.open(directory)) {
            return Stat.fileSystem(fd).type() == FileSystemStat.BTRFS;
        }
    }

    private static void requireBtrfs(Path directory) throws IOException {
        if (!isBtrfs(directory)) {
            throw new IOException(directory
                    + " is not on btrfs; 'jfs driver init btrfs --size 2G' makes a btrfs filesystem in a file");
        }
    }

    /** All that the driver needs: a subvolume, a snapshot of it, and the right to remove both. */
    private static void trySnapshot(Path place) throws IOException {
        Path trial = Files.createTempDirectory(place, "probe-");
        try (Fd directory = Layout.open(trial)) {
            Subvolumes.create(directory, "one");
            try (Fd one = Layout.openAt(directory, "one")) {
                Subvolumes.snapshot(one, directory, "two", true);
                Subvolumes.children(directory, Subvolumes.info(one).id());
            }
        } finally {
            new BtrfsDriver().delete(trial);
        }
    }

    private static String quotas(Path place) throws IOException {
        try (Fd fd = Layout.open(place)) {
            return QuotaGroups.areOn(fd) ? "on" : "off until a size limit is asked for";
        }
    }
}
