package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Stop all processes of containers until unpause.",
        footer = {"", "Example:", "  jfs pause web"})
final class PauseCommand extends ContainerCommand {
    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    PauseCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        return each(containers, container -> engine().pause(container));
    }
}
