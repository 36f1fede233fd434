package io.jfs.cli.demo;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.CommandException;
import io.jfs.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
        description = "Show what jfs does, on a small image made out of Debian packages.",
        footer = {"", "Example:", "  jfs demo"})
public final class DemoCommand extends JfsCommand {
    /** For the table of all commands. */
    public DemoCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() throws IOException {
        throw CommandException.failed("the demo is not there yet");
    }
}
