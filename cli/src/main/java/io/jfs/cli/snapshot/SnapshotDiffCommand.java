package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.Changes;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotKey;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Show what a snapshot changed against its parent, or how two snapshots differ.",
            "With two, the exit code is that of diff(1): 0 the same, 1 different, 125 failed."
        },
        footer = {"", "Example:", "  jfs snapshot diff work"})
final class SnapshotDiffCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "The snapshot; the older one if there are two")
    String first = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "The newer one")
    @Nullable
    String second;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "lines", description = "lines or json")
    String format = "lines";

    SnapshotDiffCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        boolean json = DiffCommand.isJson(format);
        SnapshotKey key = Arguments.key(first);
        Changes changes = new Changes();
        if (second == null) {
            session.snapshots().diff(key, changes::add);
        } else {
            session.snapshots().diff(Optional.of(key), Arguments.key(second), changes::add);
        }
        changes.print(out(), json);
        return DiffCommand.exitCode(changes, second);
    }

    @Override
    public int failureCode() {
        return DiffCommand.failureCode(second);
    }
}
