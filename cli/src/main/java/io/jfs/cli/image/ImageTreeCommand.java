package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show the layers of an image, bottom first, and which images end at each.",
        footer = {"", "Example:", "  jfs image tree debian:latest"})
final class ImageTreeCommand extends JfsCommand {
    @Parameters(paramLabel = "IMAGE", description = "A reference or an ID")
    String image = "";

    ImageTreeCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Image found = Arguments.image(session, image);
        List<Image> all = session.images().images();
        out().line("Image ID: " + found.id().shortHex());
        out().line("Tags:     " + names(found));
        out().line("Size:     " + HumanSize.of(found.size()));
        out().line("Image Layers");
        List<Optional<Integer>> steps = found.config().historyOfLayers();
        for (int i = 0; i < found.layers().size(); i++) {
            var chain = found.chain().get(i);
            String tops = all.stream()
                    .filter(other -> other.chain().getLast().equals(chain))
                    .map(ImageTreeCommand::names)
                    .collect(Collectors.joining(", "));
            String command = steps.get(i)
                    .map(step -> found.config().history().get(step).createdBy())
                    .orElse("");
            out().line((i + 1 == found.layers().size() ? "└── " : "├── ") + (i + 1) + "  ID: "
                    + found.diffIds().get(i).digest().shortHex()
                    + "  Size: " + HumanSize.of(found.layers().get(i).size())
                    + (tops.isEmpty() ? "" : "  Top Layer of: " + tops)
                    + (command.isEmpty() ? "" : "  # " + command.replaceAll("\\s+", " ")));
        }
    }

    private static String names(Image image) {
        return image.references().stream().map(Reference::familiar).collect(Collectors.joining(", ", "[", "]"));
    }
}
