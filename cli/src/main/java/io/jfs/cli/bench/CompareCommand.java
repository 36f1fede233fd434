package io.jfs.cli.bench;

import io.jfs.bench.report.Tables;
import io.jfs.bench.result.Result;
import io.jfs.bench.result.ResultJson;
import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Compare two runs, each contender with itself. Ends with 1 if something is worse.",
            "The runs were at different times, so what the machine did then is in the difference: a verdict needs"
                    + " intervals that do not touch."
        },
        footer = {"", "Example:", "  jfs bench compare before.json after.json"})
final class CompareCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "BEFORE")
    Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER")
    Path after = Path.of("");

    CompareCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        Result old = ResultJson.read(before);
        Result fresh = ResultJson.read(after);
        old.environment().forEach((name, value) -> {
            String now = fresh.environment().getOrDefault(name, value);
            if (!now.equals(value) && !name.startsWith("load") && !name.equals("free space")) {
                session.err().line("jfs: warning: " + name + " was " + value + " and is " + now);
            }
        });
        List<List<String>> rows = Tables.compare(old, fresh);
        new ResultPrinter(out()).table(rows);
        return rows.stream().anyMatch(row -> row.getLast().equals("worse")) ? ExitCode.FAILURE : ExitCode.OK;
    }
}
