package io.jfs.cli.container;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.image.JsonTrees;
import io.jfs.cli.output.Json;
import io.jfs.cli.output.Template;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import io.jfs.runtime.container.NoSuchContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show all that is known of containers, and of images by 'jfs inspect', as a JSON array.",
        footer = {"", "Example:", "  jfs inspect -f '{{.State.ExitCode}}' web"})
final class InspectContainerCommand extends ContainerCommand {
    private final boolean imagesToo;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "json, or a Go template for each")
    @Nullable
    String format;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "", description = "container or image")
    String type = "";

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names or IDs")
    List<String> names = List.of();

    InspectContainerCommand(Session session, boolean imagesToo) {
        super(session);
        this.imagesToo = imagesToo;
    }

    @Override
    protected void run() throws IOException {
        List<Object> found = new ArrayList<>();
        for (String name : names) {
            found.add(details(name));
        }
        if (format == null) {
            out().line(Json.pretty(found));
        } else if (format.equals("json")) {
            out().line(Json.compact(found));
        } else {
            Template template = Arguments.parse(format, Template::parse);
            found.forEach(one -> out().line(template.render(one)));
        }
    }

    private Object details(String name) throws IOException {
        boolean images = imagesToo && !type.equals("container");
        if (!type.equals("image")) {
            try {
                return JsonTrees.values(ContainerDetails.of(engine(), find(name)));
            } catch (NoSuchContainerException e) {
                if (!images) {
                    throw e;
                }
            }
        }
        // Found first: opening the store makes it.
        Image image = Arguments.image(session, name);
        return JsonTrees.values(session.images().inspect(image));
    }
}
