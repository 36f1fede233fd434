package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Ask containers to end, and kill those that do not.",
        footer = {"", "Example:", "  jfs stop -t 3 web"})
final class StopCommand extends ContainerCommand {
    @Option(
            names = {"-t", "--time", "--timeout"},
            paramLabel = "SECONDS",
            description = "Before it is killed; -1: never (default: 10)")
    @Nullable
    String seconds;

    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            description = "In place of the container's")
    @Nullable
    String signal;

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    StopCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        return each(containers, container -> Stopping.stop(engine(), container, signal, seconds));
    }
}
