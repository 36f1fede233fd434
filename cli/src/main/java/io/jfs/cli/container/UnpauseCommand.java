package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Let the processes of paused containers go on.",
        footer = {"", "Example:", "  jfs unpause web"})
final class UnpauseCommand extends ContainerCommand {
    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    UnpauseCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        return each(containers, container -> engine().unpause(container));
    }
}
