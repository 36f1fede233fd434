package io.jfs.cli.container;

import io.jfs.cli.oci.SignalNames;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Send a signal to containers.",
        footer = {"", "Example:", "  jfs kill -s HUP web"})
final class KillCommand extends ContainerCommand {
    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            defaultValue = "KILL",
            description = "Name or number (default: KILL)")
    String signal = "KILL";

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    KillCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        int number = SignalNames.number(signal);
        return each(containers, container -> engine().kill(container, number));
    }
}
