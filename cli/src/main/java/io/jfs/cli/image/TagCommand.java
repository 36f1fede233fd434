package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Give an image one more name.",
        footer = {"", "Example:", "  jfs tag debian:latest debian:base"})
final class TagCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "A reference or an ID")
    String image = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The new name")
    String name = "";

    TagCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Reference reference = Arguments.reference(name);
        Image found = Arguments.image(session, image);
        session.images().tag(found, reference);
    }
}
