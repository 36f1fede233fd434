package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Wait until containers have ended, and print their exit codes.",
        footer = {"", "Example:", "  jfs wait web"})
final class WaitCommand extends ContainerCommand {
    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    WaitCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        for (String name : containers) {
            out().line(Integer.toString(engine().await(find(name))));
            out().flush();
        }
    }
}
