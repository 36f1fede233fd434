package io.jfs.cli.system;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.core.store.Drivers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Change this machine, until its next start, so that a storage driver works best; print what was done.",
            "For fuse-union, root lets FUSE use io_uring. The other drivers need nothing."
        },
        footer = {"", "Example:", "  jfs driver init fuse-union"})
final class DriverInitCommand extends JfsCommand {
    @Parameters(index = "0", paramLabel = "DRIVER", description = "Its name, see 'jfs driver ls'")
    String driver = "";

    DriverInitCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        List<String> done = Drivers.byName(driver).initialize();
        if (done.isEmpty()) {
            out().line(driver + ": needs nothing");
        }
        done.forEach(out()::line);
    }
}
