package io.jfs.cli.look;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class LookCommands {
    private LookCommands() {}

    /** {@code ls}. */
    public static JfsCommand ls(Session session) {
        return new LsCommand(session);
    }

    /** {@code tree}. */
    public static JfsCommand tree(Session session) {
        return new TreeCommand(session);
    }

    /** {@code cat}. */
    public static JfsCommand cat(Session session) {
        return new CatCommand(session);
    }

    /** {@code which}. */
    public static JfsCommand which(Session session) {
        return new WhichCommand(session);
    }

    /** {@code extract}. */
    public static JfsCommand extract(Session session) {
        return new ExtractCommand(session);
    }
}
