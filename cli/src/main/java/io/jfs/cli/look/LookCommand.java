package io.jfs.cli.look;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.image.Image;
import io.jfs.image.tree.ImageTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Parameters;

/** A command whose first argument is an image, read as one tree out of its archives. */
abstract class LookCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "A reference or an ID")
    String image = "";

    LookCommand(Session session) {
        super(session);
    }

    final ImageTree tree() throws IOException {
        Image found = Arguments.image(session, image);
        ImageTree tree = session.images().tree(found, session.progressInPassing());
        session.endProgress();
        return tree;
    }

    /** An error about a path says which image it is in. */
    final IOException within(IOException failure) {
        if (Failures.isBrokenPipe(failure)) {
            throw new UncheckedIOException(failure); // no failure of the image
        }
        return CommandException.at(image, failure);
    }
}
