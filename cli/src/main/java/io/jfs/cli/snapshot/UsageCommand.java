package io.jfs.cli.snapshot;

import static io.jfs.cli.output.Column.left;
import static io.jfs.cli.output.Column.right;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.Usage;
import io.jfs.core.store.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show what snapshots occupy, their parents excluded.",
        footer = {"", "Example:", "  jfs snapshot usage work"})
final class UsageCommand extends JfsCommand {
    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-b", "--bytes"},
            description = "Exact sizes")
    boolean bytes;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "Which ones (default: all)")
    List<String> keys = List.of();

    UsageCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<SnapshotKey> wanted = keys.isEmpty()
                ? Snapshots.open(session).list(Filter.ALL).stream()
                        .map(SnapshotInfo::key)
                        .toList()
                : keys.stream().map(Arguments::key).toList();
        List<Map<String, Object>> records = new ArrayList<>();
        for (SnapshotKey key : wanted) {
            Usage usage = session.snapshots().usage(key);
            records.add(Listing.fields(
                    "Key", key.text(),
                    "Size", bytes ? String.valueOf(usage.bytes()) : HumanSize.of(usage.bytes()),
                    "SizeBytes", usage.bytes(),
                    "Inodes", usage.inodes()));
        }
        list.print(
                out(),
                new Listing(List.of(left("Key", "KEY"), right("Size", "SIZE"), right("Inodes", "INODES")), records),
                "Key");
    }
}
