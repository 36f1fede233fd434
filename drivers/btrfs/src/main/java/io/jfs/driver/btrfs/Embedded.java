package io.jfs.driver.btrfs;

import io.jfs.core.driver.DriverOptions;
import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import io.jfs.linux.Programs;
import io.jfs.linux.btrfs.QuotaGroups;
import io.jfs.linux.mount.LoopDevice;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A btrfs filesystem in a file beside the driver's directory, mounted on it: a place to try the driver where there is
 * no btrfs. The file takes up only what is written. After a start of the machine it has to be mounted again.
 */
final class Embedded {
    private static final String SIZE = "size";
    private static final long LEAST_BYTES = 128L << 20;
    private static final String IMAGE = "btrfs.img";
    private static final List<Path> MKFS =
            List.of(Path.of("/usr/sbin/mkfs.btrfs"), Path.of("/sbin/mkfs.btrfs"), Path.of("/usr/bin/mkfs.btrfs"));

    private Embedded() {}

    static List<String> initialize(Path directory, DriverOptions options) throws IOException {
        options.requireKnown(BtrfsDriver.NAME, Set.of(SIZE));
        Path own = directory.resolve(BtrfsDriver.NAME);
        Path image = directory.resolve(IMAGE);
        if (BtrfsDriverProvider.isBtrfs(Files.isDirectory(own) ? own : directory)) {
            return List.of();
        }
        List<String> done = new ArrayList<>();
        if (!Files.exists(image)) {
            String size = options.get(SIZE)
                    .orElseThrow(() -> new IOException("driver btrfs: " + directory
                            + " is not on btrfs; --size tells how large a btrfs filesystem in a file is to be"));
            make(image, bytes(size));
            done.add("made " + image + " of " + size);
        }
        requireEmpty(own);
        mount(image, own);
        done.add("mounted " + image + " on " + own + "; after a start of the machine: 'jfs driver init btrfs' again");
        return done;
    }

    private static long bytes(String size) throws IOException {
        long bytes;
        try {
            bytes = Long.parseLong(size);
        } catch (NumberFormatException e) {
            throw new IOException("driver btrfs: size must be a number of bytes, not " + size, e);
        }
        if (bytes < LEAST_BYTES) {
            throw new IOException("driver btrfs: size " + bytes + " is too small, btrfs needs " + LEAST_BYTES);
        }
        return bytes;
    }

    /** Under another name until it is a filesystem, so that a kill leaves nothing that looks like one. */
    private static void make(Path image, long bytes) throws IOException {
        Path unfinished = image.resolveSibling(IMAGE + ".unfinished");
        Files.deleteIfExists(unfinished);
        try {
            try (Fd file = Open.open(unfinished, Open.O_RDWR | Open.O_CREAT | Open.O_EXCL, 0600)) {
                FileIo.truncate(file, bytes);
            }
            Programs.Outcome outcome = Programs.run(List.of(mkfs().toString(), "-q", unfinished.toString()), Map.of());
            if (!outcome.isSuccess()) {
                throw new IOException("mkfs.btrfs " + unfinished + ": " + outcome.error());
            }
            Files.move(unfinished, image, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Path mkfs() throws IOException {
        return MKFS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("mkfs.btrfs: not found; the package btrfs-progs has it"));
    }

    private static void requireEmpty(Path own) throws IOException {
        Files.createDirectories(own);
        try (var entries = Files.list(own)) {
            if (entries.findAny().isPresent()) {
                throw new IOException(own + " is not empty: a filesystem mounted there would hide what it holds");
            }
        }
    }

    /** Quotas are on from the start, so that usage is exact; simple ones cost next to nothing. */
    private static void mount(Path image, Path own) throws IOException {
        try (Fd file = Open.open(image, Open.O_RDWR, 0);
                LoopDevice device = LoopDevice.attach(file)) {
            MountCalls.mount(device.path().toString(), own.toString(), "btrfs", MountCalls.MS_NOATIME, "");
        }
        try (Fd root = Layout.open(own)) {
            Attributes.chmod(root, 0700);
            QuotaGroups.turnOn(root);
        }
    }
}
