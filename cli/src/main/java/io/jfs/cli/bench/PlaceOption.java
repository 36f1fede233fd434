package io.jfs.cli.bench;

import io.jfs.cli.session.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the data of a comparison is. */
final class PlaceOption {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where data and stores are made, and removed again: on the filesystem in question"
                    + " (default: ${DEFAULT-VALUE})")
    Path directory = Path.of("/var/tmp");

    Path existing() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw CommandException.failed("--dir: " + directory + " is no directory");
        }
        return directory.toRealPath();
    }
}
