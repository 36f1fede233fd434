package io.jfs.cli.look;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.image.tree.ImageTree;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Copy a file or a directory out of an image.",
            "As a plain user, owners and devices are left out as far as they must be."
        },
        footer = {"", "Example:", "  jfs extract debian:latest /etc ./etc-of-debian"})
final class ExtractCommand extends LookCommand {
    @Parameters(index = "1", paramLabel = "PATH", description = "What to copy")
    String path = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DEST|-",
            defaultValue = ".",
            description = "Where to; a directory gets it under its own name; - writes a tar archive")
    String destination = ".";

    ExtractCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        if (destination.equals("-") && out().isTerminal()) {
            throw CommandException.failed("cannot write an archive to a terminal", "redirect standard output");
        }
        ImageTree tree = tree();
        try {
            if (destination.equals("-")) {
                tree.extract(path, out().stream());
            } else {
                tree.extract(path, Path.of(destination));
            }
        } catch (IOException e) {
            throw within(e);
        }
    }
}
