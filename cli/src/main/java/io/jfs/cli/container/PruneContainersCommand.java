package io.jfs.cli.container;

import io.jfs.cli.command.Confirmation;
import io.jfs.cli.session.Session;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = "Remove all containers that do not run.",
        footer = {"", "Example:", "  jfs container prune -f"})
final class PruneContainersCommand extends ContainerCommand {
    @Option(
            names = {"-f", "--force"},
            description = "Do not ask")
    boolean force;

    PruneContainersCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        if (!force && !Confirmation.ask(session, "This will remove all stopped containers.")) {
            return;
        }
        ContainerEngine engine = engine();
        for (Container container : engine.list()) {
            if (!engine.state(container).isAlive()) {
                engine.remove(container, false, true);
                out().line(container.id());
            }
        }
    }
}
