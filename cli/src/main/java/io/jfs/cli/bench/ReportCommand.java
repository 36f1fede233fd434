package io.jfs.cli.bench;

import io.jfs.bench.result.Result;
import io.jfs.bench.result.ResultJson;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = "Show a run that was kept as JSON, and write it in other forms.",
        footer = {"", "Example:", "  jfs bench report run.json --report run.html"})
final class ReportCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "RESULT", description = "What 'jfs bench run --export-json' wrote")
    Path file = Path.of("");

    @Option(names = "--details", description = "Print all figures of every case")
    boolean details;

    @Mixin
    ExportOptions exports = new ExportOptions();

    ReportCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        Result result = ResultJson.read(file);
        exports.write(result);
        ResultPrinter printer = new ResultPrinter(out());
        if (details) {
            printer.details(result);
        }
        printer.summary(result);
    }
}
