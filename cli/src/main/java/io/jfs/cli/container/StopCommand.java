package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        description = "Ask containers to end, and kill those that do not.",
        footer = {"", "Example:", "  jfs stop -t 3 web"})
final class StopCommand extends ContainerCommand {
    @Mixin
    Stopping stopping = new Stopping();

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    StopCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        return each(containers, container -> stopping.stop(engine(), container));
    }
}
