package io.jfs.cli.system;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class SystemCommands {
    private SystemCommands() {}

    /** {@code version}. */
    public static JfsCommand version(Session session) {
        return new VersionCommand(session);
    }

    /** {@code info}. */
    public static JfsCommand info(Session session) {
        return new InfoCommand(session);
    }

    /** {@code driver ls}. */
    public static JfsCommand drivers(Session session) {
        return new DriverLsCommand(session);
    }

    /** {@code driver init}. */
    public static JfsCommand initDriver(Session session) {
        return new DriverInitCommand(session);
    }

    /** {@code system df}. */
    public static JfsCommand df(Session session) {
        return new DfCommand(session);
    }

    /** {@code system prune}. */
    public static JfsCommand prune(Session session) {
        return new SystemPruneCommand(session);
    }

    /** {@code system migrate}. */
    public static JfsCommand migrate(Session session) {
        return new MigrateCommand(session);
    }

    /** {@code system check}. */
    public static JfsCommand check(Session session) {
        return new CheckCommand(session);
    }
}
