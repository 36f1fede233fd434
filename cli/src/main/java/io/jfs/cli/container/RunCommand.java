package io.jfs.cli.container;

import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.ContainerOptions.Flag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Make a container out of an image and run it. The exit code is the program's (125: jfs failed, 126: not"
                    + " executable, 127: not found, 128+n: killed by signal n)."
        },
        footer = {"", "Example:", "  jfs run -it --rm debian:latest bash"})
final class RunCommand extends CreateCommand {
    @Option(
            names = {"-d", "--detach"},
            description = "Run in the background, and print the ID")
    boolean detached;

    @Option(
            names = {"-a", "--attach"},
            paramLabel = "STREAM",
            description = "Attach stdin, stdout or stderr; repeatable")
    List<String> streams = new ArrayList<>();

    @Option(
            names = "--detach-keys",
            paramLabel = "KEYS",
            defaultValue = Attachment.DETACH_KEYS,
            description = "To leave it running")
    String detachKeys = Attachment.DETACH_KEYS;

    @Option(
            names = "--sig-proxy",
            arity = "1",
            defaultValue = "true",
            paramLabel = "BOOLEAN",
            description = "Pass signals on")
    boolean passSignals = true;

    RunCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        if (detached && !streams.isEmpty()) {
            throw new UsageException("conflicting options: cannot attach streams to a detached container");
        }
        AttachedStreams attached = AttachedStreams.parse(streams);
        ContainerEngine engine = detached ? Engines.of(session) : Engines.watching(session);
        Container container = create(engine);
        try {
            if (detached) {
                engine.start(container);
                out().line(container.id());
                return ExitCode.OK;
            }
            boolean interactive = attached.in() && container.record().options().has(Flag.INTERACTIVE);
            try (Attachment attachment = new Attachment(session, engine, container, detachKeys, attached)) {
                return attachment.run(interactive, passSignals);
            }
        } catch (IOException e) {
            return StartFailures.report(session, engine, container, e);
        }
    }
}
