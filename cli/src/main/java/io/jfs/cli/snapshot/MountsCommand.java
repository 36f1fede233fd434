package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.mount.MountText;
import io.jfs.cli.session.Session;
import io.jfs.core.Mount;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Print the commands that mount a snapshot. Nothing is mounted.",
        footer = {"", "Example:", "  jfs snapshot mounts work /mnt | sh"})
final class MountsCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "An active snapshot or a view")
    String key = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TARGET", defaultValue = "TARGET", description = "Where")
    String target = "TARGET";

    @Option(names = "--format", paramLabel = "FORMAT", description = "json or a Go template for each mount")
    @Nullable
    String format;

    MountsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<Mount> mounts = session.snapshots().mounts(Arguments.key(key));
        out().lines(MountText.lines(mounts, target, Optional.ofNullable(format)));
    }
}
