package io.jfs.cli.image;

import io.jfs.cli.command.Arguments;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Failures;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.image.RemoveResult;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Remove images: a name is taken away, and with its last name the image goes."
                + " Unpacked layers that are mounted or have snapshots on top stay.",
        footer = {"", "Example:", "  jfs rmi debian:latest"})
final class RemoveCommand extends JfsCommand {
    @Option(
            names = {"-f", "--force"},
            description = "Also by ID with several names, or below a container")
    boolean force;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "References or IDs")
    List<String> images = List.of();

    RemoveCommand(Session session) {
        super(session);
    }

    /** Removes what it can; one failure does not keep the others. */
    @Override
    public int call() throws IOException {
        int code = ExitCode.OK;
        long freed = 0;
        boolean deleted = false;
        for (String image : images) {
            try {
                ImageUse.refuse(session, Arguments.image(session, image), force);
                RemoveResult result = session.images().remove(image, force, Removals.unpacked(session));
                Removals.print(session, result);
                freed += result.freedBytes();
                deleted |= !result.deletedImages().isEmpty();
            } catch (IOException e) {
                session.out().flush();
                session.err().line(Style.RED, "jfs: " + Failures.describe(e));
                Failures.hint(e).ifPresent(hint -> session.err().line("hint: " + hint));
                code = ExitCode.FAILURE;
            }
        }
        if (deleted) {
            out().line("Total reclaimed space: " + HumanSize.of(freed));
        }
        return code;
    }
}
