package io.jfs.cli.image;

import static io.jfs.cli.output.Column.left;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.command.ListOptions;
import io.jfs.cli.output.HumanAge;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.output.Listing;
import io.jfs.cli.session.Session;
import io.jfs.image.HistoryRow;
import io.jfs.image.Image;
import io.jfs.image.oci.Descriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show how an image was made, newest step first.",
        footer = {"", "Example:", "  jfs history --no-trunc debian:latest"})
final class HistoryCommand extends JfsCommand {
    private static final int SHOWN = 45;

    @Mixin
    ListOptions list = new ListOptions();

    @Option(
            names = {"-H", "--human"},
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "BOOLEAN",
            description = "Sizes and times for people (default: true)")
    boolean human = true;

    @Parameters(paramLabel = "IMAGE", description = "A reference or an ID")
    String image = "";

    HistoryCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Image found = Arguments.image(session, image);
        List<Map<String, Object>> records = new ArrayList<>();
        for (HistoryRow row : session.images().history(found)) {
            String id = list.truncates() ? found.id().shortHex() : found.id().toString();
            records.add(fields(row, records.isEmpty() ? id : "<missing>"));
        }
        list.print(
                out(),
                new Listing(
                        List.of(
                                left("ID", "IMAGE"),
                                left("CreatedSince", "CREATED"),
                                left("CreatedBy", "CREATED BY"),
                                left("Size", "SIZE"),
                                left("Comment", "COMMENT")),
                        records),
                "ID");
    }

    private Map<String, Object> fields(HistoryRow row, String id) {
        Instant created = row.entry().created().orElse(Instant.EPOCH);
        String command = row.entry().createdBy().replace('\t', ' ').replace('\n', ' ');
        boolean cut = list.truncates() && command.length() > SHOWN;
        return Listing.fields(
                "ID", id,
                "CreatedSince", human ? HumanAge.since(created, session.now()) : created.toString(),
                "CreatedAt", created.toString(),
                "CreatedBy", cut ? command.substring(0, SHOWN - 1) + "…" : command,
                "Size", human ? HumanSize.of(row.contentSize()) : String.valueOf(row.contentSize()),
                "SizeBytes", row.contentSize(),
                "Comment", row.entry().comment(),
                "Layer", row.layerNumber().map(number -> number + 1).orElse(0),
                "DiffID", row.layer().map(Object::toString).orElse(""),
                "Digest",
                        row.blob().map(Descriptor::digest).map(Object::toString).orElse(""));
    }
}
