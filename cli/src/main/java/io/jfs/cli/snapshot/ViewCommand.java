package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.Base;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.mount.MountText;
import io.jfs.cli.session.Session;
import io.jfs.core.Mount;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Make a view: a read-only look at an image or a layer.",
        footer = {"", "Example:", "  jfs snapshot view look debian:latest"})
final class ViewCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "Name of the new snapshot")
    String key = "";

    @Parameters(index = "1", paramLabel = "PARENT", description = "An image, a layer or a committed snapshot")
    String parent = "";

    @Option(
            names = {"-t", "--target"},
            paramLabel = "DIR",
            description = "Print the commands that mount it there")
    @Nullable
    String target;

    ViewCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        SnapshotKey name = Arguments.key(key);
        SnapshotStore store = session.snapshots();
        Base base = Base.resolve(session, store, parent, OptionalInt.empty());
        List<Mount> mounts = store.view(name, Optional.of(base.snapshot()), base.labels());
        if (target == null) {
            out().line(key);
        } else {
            out().lines(MountText.commands(mounts, target));
        }
    }
}
