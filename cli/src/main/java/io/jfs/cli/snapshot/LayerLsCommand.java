package io.jfs.cli.snapshot;

import static io.jfs.cli.output.Column.left;
import static io.jfs.cli.output.Column.right;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.Digest;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.store.Filter;
import io.jfs.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        description = "List the unpacked layers: committed snapshots, each named by the chain of layers up to it.",
        footer = {"", "Example:", "  jfs layer ls --no-trunc"})
final class LayerLsCommand extends JfsCommand {
    @Mixin
    ListOptions list = new ListOptions();

    LayerLsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Map<SnapshotKey, List<String>> users = users();
        List<Map<String, Object>> records = new ArrayList<>();
        for (SnapshotInfo info : Snapshots.open(session).list(Filter.ALL)) {
            if (info.kind() == SnapshotKind.COMMITTED) {
                Usage usage = session.snapshots().usage(info.key());
                records.add(Listing.fields(
                        "ID", shown(info.key()),
                        "Parent", info.parent().map(this::shown).orElse(""),
                        "Kind", info.kind().label(),
                        "Size", HumanSize.of(usage.bytes()),
                        "SizeBytes", usage.bytes(),
                        "Inodes", usage.inodes(),
                        "UsedBy", String.join(",", users.getOrDefault(info.key(), List.of()))));
            }
        }
        list.print(
                out(),
                new Listing(
                        List.of(
                                left("ID", "LAYER ID"),
                                left("Parent", "PARENT"),
                                left("Kind", "KIND"),
                                right("Size", "SIZE"),
                                right("Inodes", "INODES"),
                                left("UsedBy", "USED BY")),
                        records),
                "ID");
    }

    private Map<SnapshotKey, List<String>> users() throws IOException {
        Map<SnapshotKey, List<String>> users = new HashMap<>();
        if (session.hasImages()) {
            for (Image image : session.images().images()) {
                image.chain()
                        .forEach(chain -> users.computeIfAbsent(SnapshotKey.of(chain), _ -> new ArrayList<>())
                                .add(image.displayName()));
            }
        }
        return users;
    }

    private String shown(SnapshotKey key) {
        return list.truncates() ? digest(key).map(Digest::shortHex).orElse(key.text()) : key.text();
    }

    private static Optional<Digest> digest(SnapshotKey key) {
        try {
            return Optional.of(Digest.parse(key.text()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
