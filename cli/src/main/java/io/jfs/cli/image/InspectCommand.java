package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.Json;
import io.jfs.cli.output.Template;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show all that is known of images, as a JSON array.",
        footer = {"", "Example:", "  jfs inspect -f '{{json .Config.Env}}' debian:latest"})
final class InspectCommand extends JfsCommand {
    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "json, or a Go template for each image")
    @Nullable
    String format;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "References or IDs")
    List<String> images = List.of();

    InspectCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<Object> found = new ArrayList<>();
        for (String text : images) {
            Image image = Arguments.image(session, text);
            found.add(JsonTrees.values(session.images().inspect(image)));
        }
        if (format == null) {
            out().line(Json.pretty(found));
        } else if (format.equals("json")) {
            out().line(Json.compact(found));
        } else {
            Template template = Template.parse(format);
            found.forEach(image -> out().line(template.render(image)));
        }
    }
}
