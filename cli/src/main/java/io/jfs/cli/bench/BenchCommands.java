package io.jfs.cli.bench;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class BenchCommands {
    private BenchCommands() {}

    /** {@code bench run}. */
    public static JfsCommand run(Session session) {
        return new RunCommand(session);
    }

    /** {@code bench ls}. */
    public static JfsCommand ls(Session session) {
        return new LsCommand(session);
    }

    /** {@code bench compare}. */
    public static JfsCommand compare(Session session) {
        return new CompareCommand(session);
    }

    /** {@code bench report}. */
    public static JfsCommand report(Session session) {
        return new ReportCommand(session);
    }

    /** {@code bench env}. */
    public static JfsCommand env(Session session) {
        return new EnvCommand(session);
    }

    /** {@code bench micro}. */
    public static JfsCommand micro(Session session) {
        return new MicroCommand(session);
    }
}
