package io.jfs.cli.image;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class ImageCommands {
    private ImageCommands() {}

    /** {@code load}. */
    public static JfsCommand load(Session session) {
        return new LoadCommand(session);
    }

    /** {@code save}. */
    public static JfsCommand save(Session session) {
        return new SaveCommand(session);
    }

    /** {@code images}. */
    public static JfsCommand images(Session session) {
        return new ImagesCommand(session);
    }

    /** {@code tag}. */
    public static JfsCommand tag(Session session) {
        return new TagCommand(session);
    }

    /** {@code untag}. */
    public static JfsCommand untag(Session session) {
        return new UntagCommand(session);
    }

    /** {@code rmi}. */
    public static JfsCommand remove(Session session) {
        return new RemoveCommand(session);
    }

    /** {@code image prune}. */
    public static JfsCommand prune(Session session) {
        return new PruneCommand(session);
    }

    /** {@code inspect}. */
    public static JfsCommand inspect(Session session) {
        return new InspectCommand(session);
    }

    /** {@code history}. */
    public static JfsCommand history(Session session) {
        return new HistoryCommand(session);
    }

    /** {@code import}. */
    public static JfsCommand importTar(Session session) {
        return new ImportCommand(session);
    }

    /** {@code image tree}. */
    public static JfsCommand layers(Session session) {
        return new ImageTreeCommand(session);
    }
}
