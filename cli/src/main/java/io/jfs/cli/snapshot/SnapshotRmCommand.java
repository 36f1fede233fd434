package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.mount.MountTable;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Remove snapshots that are not mounted and have nothing on top.",
        footer = {"", "Example:", "  jfs snapshot rm work"})
final class SnapshotRmCommand extends JfsCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Which ones")
    List<String> keys = List.of();

    SnapshotRmCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        SnapshotStore store = session.snapshots();
        MountTable mounts = new MountTable(session.storeRoot().runRoot());
        int code = ExitCode.OK;
        for (String key : keys) {
            try {
                remove(store, mounts, key);
                out().line(key);
            } catch (IOException e) {
                out().flush();
                session.err().line(Style.RED, "jfs: " + Failures.describe(e));
                Failures.hint(e).ifPresent(hint -> session.err().line("hint: " + hint));
                code = ExitCode.FAILURE;
            }
        }
        store.cleanup();
        return code;
    }

    private static void remove(SnapshotStore store, MountTable mounts, String key) throws IOException {
        for (var mount : mounts.of(store.driver().name(), key)) {
            throw CommandException.failed(
                    "snapshot " + key + ": mounted on " + mount.target(), "'jfs umount " + mount.target() + "' first");
        }
        store.remove(Arguments.key(key));
    }
}
