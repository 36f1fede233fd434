package io.jfs.cli.snapshot;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = "List the snapshots of the driver.",
        footer = {"", "Example:", "  jfs snapshot ls -f kind==active"})
final class SnapshotLsCommand extends JfsCommand {
    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "FILTER",
            description = "In containerd's language, such as kind==active,parent~=^sha256; several are alternatives")
    List<String> filters = List.of();

    SnapshotLsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Filter filter = Arguments.parse(filters, Filter::parse);
        List<Map<String, Object>> records = new ArrayList<>();
        Snapshots.open(session)
                .list(filter)
                .forEach(info -> records.add(Listing.fields(
                        "Key", info.key().text(),
                        "Parent", info.parent().map(SnapshotKey::text).orElse(""),
                        "Kind", info.kind().label(),
                        "ID", info.id().number(),
                        "CreatedAt", info.created().toString(),
                        "UpdatedAt", info.updated().toString(),
                        "Labels", new TreeMap<>(info.labels()))));
        list.print(
                out(),
                new Listing(List.of(left("Key", "KEY"), left("Parent", "PARENT"), left("Kind", "KIND")), records),
                "Key");
    }
}
