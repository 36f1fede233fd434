package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.Base;
import io.jfs.cli.command.Changes;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.container.ContainerCommands;
import io.jfs.cli.mount.MountRecord;
import io.jfs.cli.mount.MountTable;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.Image;
import io.jfs.image.tree.ImageTree;
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
            "One argument: what a snapshot, or the top layer of an image, changed. Two: from the first to the second;"
                    + " the exit code is then that of diff(1): 0 the same, 1 different, 125 failed.",
            "",
            "A directory above a change is shown as changed. Nothing is said of what was in a deleted one. An image"
                    + " that is not unpacked is read from its archives, and stays so."
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
    public int call() throws IOException {
        boolean json = isJson(format);
        Changes changes = new Changes();
        Optional<Image> image = packed(first);
        if (second == null) {
            if (image.isPresent()) {
                tree(image.get()).topChanges(changes::add);
            } else {
                SnapshotStore store = session.snapshots();
                store.diff(key(store, first), changes::add);
            }
        } else {
            compare(image, second, changes);
        }
        session.endProgress();
        changes.print(out(), json);
        return exitCode(changes, second);
    }

    @Override
    public int failureCode() {
        return failureCode(second);
    }

    /** By archives if both are images, one of which is not unpacked; otherwise by snapshots. */
    private void compare(Optional<Image> image, String newer, Changes changes) throws IOException {
        Optional<Image> from = image.isPresent() ? image : imageOf(first);
        Optional<Image> to = from.isEmpty() ? Optional.empty() : imageOf(newer);
        if (from.isPresent()
                && to.isPresent()
                && (image.isPresent() || packed(newer).isPresent())) {
            tree(to.get()).changesSince(tree(from.get()), changes::add);
        } else {
            SnapshotStore store = session.snapshots();
            if (image.isPresent()) {
                key(store, newer); // or fails, before the image is unpacked for a comparison with nothing
            }
            store.diff(Optional.of(key(store, first)), key(store, newer), changes::add);
        }
    }

    private ImageTree tree(Image image) throws IOException {
        return session.images().tree(image, session.progressInPassing());
    }

    private SnapshotKey key(SnapshotStore store, String text) throws IOException {
        Optional<SnapshotKey> active = find(session, store, text);
        return active.isPresent()
                ? active.get()
                : Base.resolve(session, store, text, OptionalInt.empty()).snapshot();
    }

    /** The image of this name, unless a snapshot is meant. */
    private Optional<Image> imageOf(String text) throws IOException {
        boolean isSnapshot =
                hasSnapshots() && find(session, session.snapshots(), text).isPresent();
        return isSnapshot ? Optional.empty() : Arguments.findImage(session, text);
    }

    /** The same, if the image is not unpacked. */
    private Optional<Image> packed(String text) throws IOException {
        Optional<Image> image = imageOf(text);
        boolean unpacked = image.isPresent()
                && hasSnapshots()
                && session.snapshots().find(image.get().topSnapshot()).isPresent();
        return unpacked ? Optional.empty() : image;
    }

    /** Whether the driver has any: if not, looking for one would only make a store for it. */
    private boolean hasSnapshots() throws IOException {
        List<String> drivers = session.driversInUse();
        return !drivers.isEmpty() && drivers.contains(session.driverName());
    }

    /** Docker's {@code diff} of one thing just prints; a comparison of two ends as diff(1) does. */
    static int exitCode(Changes changes, @Nullable String second) {
        return second == null || changes.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** A comparison that failed must not look like a difference. */
    static int failureCode(@Nullable String second) {
        return second == null ? ExitCode.FAILURE : ExitCode.USAGE;
    }

    /** The snapshot of exactly this key, the writable one that is mounted there, or the one of a container. */
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
                : ContainerCommands.snapshot(session, text, store.driver().name());
    }

    static boolean isJson(String format) {
        return switch (format) {
            case "json" -> true;
            case "lines" -> false;
            default -> throw new UsageException("unknown format " + format + ": there are lines and json");
        };
    }
}
