package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import io.jfs.runtime.container.Container;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.container.LogFilter;
import io.jfs.runtime.container.LogReader;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Print what containers wrote to standard output and error.",
        footer = {"", "Example:", "  jfs logs -f --tail 10 web"})
final class LogsCommand extends ContainerCommand {
    @Option(
            names = {"-f", "--follow"},
            description = "Go on as more is written")
    boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            defaultValue = "all",
            description = "Only the last lines (default: all)")
    String tail = "all";

    @Option(
            names = {"-t", "--timestamps"},
            description = "With the time")
    boolean timestamps;

    @Option(names = "--since", paramLabel = "TIME", description = "From a time (RFC 3339) or an age such as 10m on")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to a time or an age")
    @Nullable
    String until;

    @Parameters(paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    LogsCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Container found = find(container);
        long lines = tail.equals("all") ? Long.MAX_VALUE : Values.number("--tail", tail);
        LogFilter filter = new LogFilter(
                lines < 0 ? Long.MAX_VALUE : lines,
                Optional.ofNullable(since).map(text -> Times.moment(text, session.now())),
                Optional.ofNullable(until).map(text -> Times.moment(text, session.now())));
        LogPrinter printer = new LogPrinter(session, timestamps);
        try (LogReader reader = LogReader.open(found.files().log(), filter)) {
            reader.read(printer);
            ContainerEngine engine = engine();
            while (follow && engine.state(found).isAlive()) {
                session.out().flush();
                Times.sleep(100);
                reader.read(printer);
            }
            reader.read(printer);
        }
    }
}
