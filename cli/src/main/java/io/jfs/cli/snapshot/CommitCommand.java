package io.jfs.cli.snapshot;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.Base;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.store.SnapshotStore;
import io.jfs.image.ConfigChanges;
import io.jfs.image.Image;
import io.jfs.image.LayerCompression;
import io.jfs.image.NewImageOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Make an image out of what an active snapshot changed, and print its ID.",
            "The snapshot stays as it is, mounted or not. What is being written meanwhile may or may not be in the image."
        },
        footer = {"", "Example:", "  jfs commit -m 'my settings' -c 'CMD [\"sh\"]' work mine:latest"})
final class CommitCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "KEY|MOUNT", description = "An active snapshot, or where it is mounted")
    String what = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Name of the new image")
    @Nullable
    String name;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Comment in the history")
    String message = "";

    @Option(
            names = {"-a", "--author"},
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Who made it")
    String author = "";

    @Option(
            names = {"-c", "--change"},
            paramLabel = "INSTRUCTION",
            description = "Dockerfile instruction for the configuration, such as CMD, ENV or LABEL; repeatable")
    List<String> changes = List.of();

    @Option(
            names = "--compression",
            paramLabel = "METHOD[:LEVEL]",
            defaultValue = "gzip",
            description = "none, gzip or zstd (default: gzip)")
    String compression = "gzip";

    CommitCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        changes.forEach(change -> Arguments.parse(change, text -> {
            ConfigChanges.validate(text);
            return text;
        }));
        NewImageOptions options = NewImageOptions.defaults()
                .withMessage(message)
                .withAuthor(author)
                .withChanges(changes)
                .withCompression(Arguments.parse(compression, LayerCompression::parse));
        if (name != null) {
            options = options.withName(Arguments.reference(name));
        }
        SnapshotStore store = session.snapshots();
        SnapshotInfo active = active(store);
        Image image = session.images().commit(store, active.key(), parent(active), options, session.progress());
        session.endProgress();
        out().line(image.id().toString());
    }

    private SnapshotInfo active(SnapshotStore store) throws IOException {
        Optional<SnapshotKey> key = DiffCommand.find(session, store, what);
        if (key.isEmpty()) {
            throw CommandException.failed(
                    what + ": there is no active snapshot of this name, and none is mounted there",
                    "'jfs mount --rw IMAGE' makes one; 'jfs snapshot ls' lists them");
        }
        SnapshotInfo info = store.stat(key.get());
        if (info.kind() != SnapshotKind.ACTIVE) {
            throw CommandException.failed(
                    "snapshot " + info.key() + ": a " + info.kind().label() + " snapshot has no changes to commit");
        }
        return info;
    }

    /** The image that the snapshot stands on: its label tells, or else its parent is an image's top layer. */
    private Optional<Image> parent(SnapshotInfo active) throws IOException {
        String label = active.labels().getOrDefault(Base.IMAGE_LABEL, "");
        List<Image> candidates = active.parent().isEmpty()
                ? List.of()
                : session.images().images().stream()
                        .filter(image ->
                                image.topSnapshot().equals(active.parent().get()))
                        .toList();
        Optional<Image> labelled = candidates.stream()
                .filter(image -> image.id().toString().equals(label))
                .findFirst();
        Optional<Image> found = labelled.or(() -> candidates.stream().findFirst());
        if (found.isEmpty() && active.parent().isPresent()) {
            throw CommandException.failed(
                    "snapshot " + active.key() + ": no image ends at its parent "
                            + active.parent().get(),
                    "the image below was removed, or the snapshot stands on a part of one");
        }
        return found;
    }
}
