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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Make an active snapshot, to be written, on top of an image, a layer or nothing.",
        footer = {"", "Example:", "  jfs snapshot prepare work debian:latest"})
final class PrepareCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "Name of the new snapshot")
    String key = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PARENT",
            description = "An image, a layer or a committed snapshot (default: nothing)")
    @Nullable
    String parent;

    @Option(
            names = {"-t", "--target"},
            paramLabel = "DIR",
            description = "Print the commands that mount it there")
    @Nullable
    String target;

    PrepareCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        SnapshotKey name = Arguments.key(key);
        SnapshotStore store = session.snapshots();
        List<Mount> mounts;
        if (parent == null) {
            mounts = store.prepare(name, Optional.empty(), session.writable(Map.of()));
        } else {
            Base base = Base.resolve(session, store, parent, OptionalInt.empty());
            mounts = store.prepare(name, Optional.of(base.snapshot()), session.writable(base.labels()));
        }
        if (target == null) {
            out().line(key);
        } else {
            out().lines(MountText.commands(mounts, target));
        }
    }
}
