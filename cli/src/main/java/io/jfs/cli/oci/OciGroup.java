package io.jfs.cli.oci;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code oci} in the help; {@link io.jfs.cli.Jfs} gives a command line that begins with it to {@link OciMain}. */
@Command(
        description = "Be an OCI runtime, as runc is: create, start, state, kill, delete and others.",
        footer = {"", "Example:", "  jfs oci run --bundle /path/to/bundle name", "", "'jfs oci' lists the commands."})
public final class OciGroup extends JfsCommand {
    @Unmatched
    List<String> arguments = List.of();

    /** For the table of commands. */
    public OciGroup(Session session) {
        super(session);
    }

    @Override
    public int call() {
        return OciMain.run(session.environment(), arguments);
    }
}
