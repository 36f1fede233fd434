package io.jfs.cli.system;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.mount.StaleMounts;
import io.jfs.cli.output.HumanSize;
import io.jfs.cli.session.ExitCode;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.Style;
import io.jfs.core.store.CheckReport;
import io.jfs.image.ImageCheckReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        description = {
            "Check that every blob has its digest, every snapshot its directory, and every mount its server.",
            "Exit code 1 if not."
        },
        footer = {"", "Example:", "  jfs system check"})
final class CheckCommand extends JfsCommand {
    CheckCommand(Session session) {
        super(session);
    }

    @Override
    public int call() throws IOException {
        List<String> problems = new ArrayList<>();
        if (session.hasImages()) {
            ImageCheckReport images = session.images().check();
            problems.addAll(images.problems());
            String read = HumanSize.of(images.bytes()) + " read";
            out().line(counted(images.images(), "image") + ", " + counted(images.blobs(), "blob") + ", " + read);
        }
        for (String driver : session.driversInUse()) {
            CheckReport snapshots = session.snapshots(driver).check();
            problems.addAll(snapshots.problems());
            out().line(counted(snapshots.snapshots(), "snapshot") + " (" + driver + ")");
        }
        problems.addAll(StaleMounts.problems(session));
        problems.forEach(problem -> out().line(Style.RED, problem));
        out().line(problems.isEmpty() ? "no problems" : counted(problems.size(), "problem"));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
