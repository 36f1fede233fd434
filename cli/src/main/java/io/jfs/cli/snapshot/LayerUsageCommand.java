package io.jfs.cli.snapshot;

import static io.jfs.cli.output.Column.left;
import static io.jfs.cli.output.Column.right;

import io.jfs.cli.command.Base;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.Usage;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show what unpacked layers occupy, those below excluded.",
        footer = {"", "Example:", "  jfs layer usage -b 3f4ca61aafcd"})
final class LayerUsageCommand extends JfsCommand {
    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-b", "--bytes"},
            description = "Exact sizes")
    boolean bytes;

    @Parameters(arity = "1..*", paramLabel = "LAYER", description = "Layers' IDs or their beginnings, or images")
    List<String> layers = List.of();

    LayerUsageCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        SnapshotStore store = session.snapshots();
        List<Map<String, Object>> records = new ArrayList<>();
        for (String layer : layers) {
            Usage usage = store.usage(
                    Base.resolve(session, store, layer, OptionalInt.empty()).snapshot());
            records.add(Listing.fields(
                    "Layer",
                    layer,
                    "Size",
                    bytes ? String.valueOf(usage.bytes()) : HumanSize.of(usage.bytes()),
                    "SizeBytes",
                    usage.bytes(),
                    "Inodes",
                    usage.inodes()));
        }
        list.print(
                out(),
                new Listing(List.of(left("Layer", "LAYER"), right("Size", "SIZE"), right("Inodes", "INODES")), records),
                "Layer");
    }
}
