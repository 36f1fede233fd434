package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        description = "Change the limits of containers.",
        footer = {"", "Example:", "  jfs update -m 64m web"})
final class UpdateCommand extends ContainerCommand {
    @Mixin
    LimitOptions limits = new LimitOptions();

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names or IDs")
    List<String> containers = List.of();

    UpdateCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        return each(
                containers,
                container -> engine().update(
                                container, limits.apply(container.record().options())));
    }
}
