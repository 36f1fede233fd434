package io.jfs.cli.container;

import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import io.jfs.runtime.network.ContainerNetwork;
import io.jfs.runtime.network.PortMapping;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show which ports of a container are published.",
        footer = {"", "Example:", "  jfs port web 80"})
final class PortCommand extends ContainerCommand {
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID")
    String container = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT[/PROTO]", description = "Only this one")
    @Nullable
    String port;

    PortCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<PortMapping> ports = engine().network(find(container))
                .connection()
                .map(ContainerNetwork.Connection::ports)
                .orElse(List.of());
        String wanted = port == null ? "" : port.contains("/") ? port : port + "/tcp";
        boolean found = false;
        for (PortMapping mapping : ports) {
            String inside = mapping.containerPort() + "/" + mapping.protocol();
            if (wanted.isEmpty()) {
                out().line(inside + " -> " + mapping.hostSide());
            } else if (wanted.equals(inside)) {
                out().line(mapping.hostSide());
                found = true;
            }
        }
        if (!wanted.isEmpty() && !found) {
            throw CommandException.failed("no public port '" + wanted + "' published for " + container);
        }
    }
}
