package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.Base;
import io.jfs.cli.command.Changes;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.mount.MountRecord;
import io.jfs.cli.mount.MountTable;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.SnapshotInfo;
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
        description = {
            "Show what was added (A), changed (C) and deleted (D).",
            "One argument: what a snapshot, or the top layer of an image, changed. Two: from the first to the second."
        },
        footer = {"", "Example:", "  jfs diff debian:11 debian:12"})
final class DiffCommand extends JfsCommand {
    @Parameters(
            index = "0",
            paramLabel = "KEY|MOUNT|IMAGE",
            description = "A snapshot, where one is mounted, a layer or an image")
    String first = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY|MOUNT|IMAGE", description = "The newer one")
    @Nullable
    String second;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "lines", description = "lines or json")
    String format = "lines";

    DiffCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        boolean json = isJson(format);
        Changes changes = new Changes();
        SnapshotStore store = session.snapshots();
        SnapshotKey from = key(store, first);
        if (second == null) {
            store.diff(from, changes::add);
        } else {
            store.diff(Optional.of(from), key(store, second), changes::add);
        }
        changes.print(out(), json);
    }

    private SnapshotKey key(SnapshotStore store, String text) throws IOException {
        Optional<SnapshotKey> active = find(session, store, text);
        return active.isPresent()
                ? active.get()
                : Base.resolve(session, store, text, OptionalInt.empty()).snapshot();
    }

    /** The snapshot of exactly this key, or the writable one that is mounted there. */
    static Optional<SnapshotKey> find(Session session, SnapshotStore store, String text) throws IOException {
        Optional<SnapshotInfo> exact = store.find(Arguments.key(text));
        if (exact.isPresent()) {
            return exact.map(SnapshotInfo::key);
        }
        List<MountRecord> mounts = new MountTable(session.storeRoot().runRoot())
                .find(text).stream()
                        .filter(mount -> mount.writable()
                                && mount.driver().equals(store.driver().name()))
                        .filter(mount -> !text.equals(mount.reference()))
                        .toList();
        return mounts.size() == 1
                ? Optional.of(new SnapshotKey(mounts.getFirst().key()))
                : Optional.empty();
    }

    static boolean isJson(String format) {
        return switch (format) {
            case "json" -> true;
            case "lines" -> false;
            default -> throw new UsageException("unknown format " + format + ": there are lines and json");
        };
    }
}
