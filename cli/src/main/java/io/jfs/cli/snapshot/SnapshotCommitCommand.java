package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.core.store.CommitOptions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Make a committed snapshot out of an active one, which is gone then. No image: see 'jfs commit'.",
        footer = {"", "Example:", "  jfs snapshot commit base-1 work"})
final class SnapshotCommitCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the committed snapshot")
    String name = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The active snapshot; not mounted")
    String key = "";

    SnapshotCommitCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        session.snapshots().commit(Arguments.key(name), Arguments.key(key), CommitOptions.DEFAULT);
        out().line(name);
    }
}
