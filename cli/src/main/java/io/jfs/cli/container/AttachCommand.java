package io.jfs.cli.container;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerOptions.Flag;
import io.jfs.runtime.container.ContainerState;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Connect to a running container.",
        footer = {"", "Example:", "  jfs attach box"})
final class AttachCommand extends ContainerCommand {
    @Option(names = "--no-stdin", description = "Do not attach input")
    boolean noInput;

    @Option(
            names = "--sig-proxy",
            arity = "1",
            paramLabel = "BOOLEAN",
            defaultValue = "true",
            description = "Pass signals on")
    boolean passSignals = true;

    @Option(
            names = "--detach-keys",
            paramLabel = "KEYS",
            defaultValue = "ctrl-p,ctrl-q",
            description = "To leave it running")
    String detachKeys = Attachment.DETACH_KEYS;

    @Parameters(paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    AttachCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        Container found = find(container);
        ContainerState state = engine().state(found);
        if (!state.isAlive()) {
            throw CommandException.failed("you cannot attach to a stopped container, start it first");
        }
        boolean input = !noInput && found.record().options().has(Flag.INTERACTIVE);
        try (Attachment attachment = new Attachment(session, engine(), found, detachKeys)) {
            return attachment.attach(input, passSignals);
        }
    }
}
