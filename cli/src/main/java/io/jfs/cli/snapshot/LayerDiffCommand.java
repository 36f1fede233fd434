package io.jfs.cli.snapshot;

import io.jfs.cli.command.Base;
import io.jfs.cli.command.Changes;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Show what an unpacked layer changed, or how two of them differ with all that is below.",
            "With two, the exit code is that of diff(1): 0 the same, 1 different, 125 failed."
        },
        footer = {"", "Example:", "  jfs layer diff 3f4ca61aafcd"})
final class LayerDiffCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "LAYER", description = "A layer's ID or its beginning, or an image")
    String first = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "LAYER", description = "The newer one")
    @Nullable
    String second;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "lines", description = "lines or json")
    String format = "lines";

    LayerDiffCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        boolean json = DiffCommand.isJson(format);
        SnapshotStore store = session.snapshots();
        SnapshotKey key =
                Base.resolve(session, store, first, OptionalInt.empty()).snapshot();
        Changes changes = new Changes();
        if (second == null) {
            store.diff(key, changes::add);
        } else {
            SnapshotKey other =
                    Base.resolve(session, store, second, OptionalInt.empty()).snapshot();
            store.diff(Optional.of(key), other, changes::add);
        }
        changes.print(out(), json);
        return DiffCommand.exitCode(changes, second);
    }

    @Override
    public int failureCode() {
        return DiffCommand.failureCode(second);
    }
}
