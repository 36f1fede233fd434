package io.jfs.cli.bench;

import io.jfs.bench.BenchCatalog;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.Table;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        description = "Show what is recorded of the machine with every run, and what makes its figures doubtful now.",
        footer = {"", "Example:", "  jfs bench env"})
final class EnvCommand extends JfsCommand {
    @Mixin
    PlaceOption place = new PlaceOption();

    EnvCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Table table = new Table(List.of());
        BenchCatalog.environment(place.existing()).forEach((name, value) -> table.add(List.of(name + ":", value)));
        out().lines(table.lines());
        BenchCatalog.warnings(place.existing()).forEach(warning -> out().line("warning: " + warning));
    }
}
