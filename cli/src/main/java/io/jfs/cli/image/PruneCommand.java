package io.jfs.cli.image;

import io.jfs.cli.command.Confirmation;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.session.Session;
import io.jfs.image.RemoveResult;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = "Remove images without a name, and what no image needs. Mounted images stay.",
        footer = {"", "Example:", "  jfs image prune -f"})
final class PruneCommand extends JfsCommand {
    @Option(
            names = {"-a", "--all"},
            description = "Remove images with names too")
    boolean all;

    @Option(
            names = {"-f", "--force"},
            description = "Do not ask")
    boolean force;

    PruneCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        String warning = all ? "This will remove all images." : "This will remove all dangling images.";
        if (!force && !Confirmation.ask(session, warning)) {
            return;
        }
        RemoveResult result = session.images().prune(all, Removals.unpacked(session));
        Removals.print(session, result);
        out().line("Total reclaimed space: " + HumanSize.of(result.freedBytes()));
    }
}
