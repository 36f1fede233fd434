package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Flag;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Start containers that were made or have ended.",
        footer = {"", "Example:", "  jfs start -ai box"})
final class StartCommand extends ContainerCommand {
    @Option(
            names = {"-a", "--attach"},
            description = "Attach output and pass signals on")
    boolean attached;

    @Option(
            names = {"-i", "--interactive"},
            description = "Attach input")
    boolean interactive;

    @Option(
            names = "--detach-keys",
            paramLabel = "KEYS",
            defaultValue = "ctrl-p,ctrl-q",
            description = "To leave it running")
    String detachKeys = Attachment.DETACH_KEYS;

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    StartCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        if (!attached && !interactive) {
            return each(containers, container -> engine().start(container));
        }
        if (containers.size() > 1) {
            throw new UsageException("you cannot start and attach multiple containers at once");
        }
        ContainerEngine engine = Engines.watching(session);
        Container container = engine.find(containers.getFirst());
        boolean input = interactive && container.record().options().has(Flag.INTERACTIVE);
        try (Attachment attachment = new Attachment(session, engine, container, detachKeys)) {
            return engine.state(container).isAlive() ? attachment.attach(input, true) : attachment.run(input, true);
        } catch (IOException e) {
            return StartFailures.report(session, e);
        }
    }
}
