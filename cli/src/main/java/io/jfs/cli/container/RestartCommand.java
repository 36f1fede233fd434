package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        description = "Stop containers and start them again.",
        footer = {"", "Example:", "  jfs restart web"})
final class RestartCommand extends ContainerCommand {
    @Mixin
    Stopping stopping = new Stopping();

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    RestartCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        return each(containers, container -> {
            stopping.stop(engine(), container);
            engine().start(container);
        });
    }
}
