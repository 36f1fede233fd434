package io.jfs.cli.container;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.core.Change;
import io.jfs.core.SnapshotKey;
import io.jfs.core.layer.LayerWriter;
import io.jfs.linux.Fd;
import io.jfs.runtime.container.Container;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Write the files of a container as a tar archive.",
        footer = {"", "Example:", "  jfs export -o box.tar box"})
final class ExportCommand extends ContainerCommand {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Instead of standard output")
    @Nullable
    Path output;

    @Parameters(paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    ExportCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Container found = find(container);
        if (output == null) {
            if (out().isTerminal()) {
                throw CommandException.failed("cowardly refusing to save to a terminal. Use the -o flag or redirect");
            }
            write(found, out().stream());
            return;
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(output), 1 << 16)) {
            write(found, file);
        }
    }

    private void write(Container found, OutputStream to) throws IOException {
        List<Change> changes = new ArrayList<>();
        session.snapshots(found.record().driver())
                .diff(Optional.empty(), new SnapshotKey(found.record().snapshot()), changes::add);
        try (Fd root = engine().openRoot(found)) {
            LayerWriter.write(root, changes, to);
        }
    }
}
