package io.jfs.cli.snapshot;

import io.jfs.cli.command.Base;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.session.Session;
import io.jfs.core.Usage;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show what unpacked layers occupy, those below excluded: size, inodes, layer.",
        footer = {"", "Example:", "  jfs layer usage -b 3f4ca61aafcd"})
final class LayerUsageCommand extends JfsCommand {
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
        for (String layer : layers) {
            Usage usage = store.usage(
                    Base.resolve(session, store, layer, OptionalInt.empty()).snapshot());
            String size = bytes ? String.valueOf(usage.bytes()) : HumanSize.of(usage.bytes());
            out().line(size + " " + usage.inodes() + " " + layer);
        }
    }
}
