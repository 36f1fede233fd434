package io.jfs.cli.system;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.ByteSize;
import io.jfs.cli.session.Session;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Change this machine, until its next start, so that a storage driver works best; print what was done.",
            "For fuse-union, root lets FUSE use io_uring. For btrfs, where the store is not on btrfs, root makes a btrfs"
                    + " filesystem in a file below the root, and mounts it; again after a start of the machine, then"
                    + " without --size. The other drivers need nothing."
        },
        footer = {"", "Example:", "  jfs driver init btrfs --size 2G"})
final class DriverInitCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "DRIVER", description = "Its name, see 'jfs driver ls'")
    String driver = "";

    @Option(names = "--size", paramLabel = "SIZE", description = "Of the filesystem that is made, such as 2G")
    @Nullable
    String size;

    DriverInitCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        DriverOptions options = size == null
                ? DriverOptions.NONE
                : new DriverOptions(Map.of("size", Long.toString(Arguments.parse(size, ByteSize::parse))));
        Path root = session.storeRoot().root();
        Files.createDirectories(root);
        List<String> done = Drivers.byName(driver).initialize(root, options);
        if (done.isEmpty()) {
            out().line(driver + ": needs nothing");
        }
        done.forEach(out()::line);
    }
}
