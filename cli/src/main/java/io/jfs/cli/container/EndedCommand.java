package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import io.jfs.runtime.container.NoSuchContainerException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "What a monitor calls when its container has ended.",
        footer = {"", "Example:", "  jfs container ended ID"})
final class EndedCommand extends ContainerCommand {
    @Parameters(paramLabel = "CONTAINER", description = "ID")
    String container = "";

    EndedCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        try {
            engine().ended(find(container));
        } catch (NoSuchContainerException _) {
            // Somebody has removed it meanwhile.
        }
    }
}
