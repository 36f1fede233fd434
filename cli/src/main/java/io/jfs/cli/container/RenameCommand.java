package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Give a container another name.",
        footer = {"", "Example:", "  jfs rename web old-web"})
final class RenameCommand extends ContainerCommand {
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "New name")
    String name = "";

    RenameCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        engine().rename(find(container), name);
    }
}
