package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Take names away from images. The images stay, dangling if it was their last name.",
        footer = {"", "Example:", "  jfs untag debian:base"})
final class UntagCommand extends JfsCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names to take away")
    List<String> names = List.of();

    UntagCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<Reference> references = names.stream().map(Arguments::reference).toList();
        for (Reference reference : references) {
            if (!session.images().untag(reference)) {
                throw CommandException.failed("image " + reference.familiar() + ": not found");
            }
            out().line("Untagged: " + reference.familiar());
        }
    }
}
