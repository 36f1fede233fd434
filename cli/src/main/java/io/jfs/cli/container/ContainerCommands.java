package io.jfs.cli.container;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.core.SnapshotKey;
import io.jfs.runtime.container.ContainerRecord;
import io.jfs.runtime.container.NoSuchContainerException;
import java.io.IOException;
import java.util.Optional;

/** The commands of this package, for the table of all. */
public final class ContainerCommands {
    private ContainerCommands() {}

    /** Make and start. */
    public static JfsCommand run(Session session) {
        return new RunCommand(session);
    }

    /** Make. */
    public static JfsCommand create(Session session) {
        return new CreateCommand(session);
    }

    /** Start. */
    public static JfsCommand start(Session session) {
        return new StartCommand(session);
    }

    /** Ask to end. */
    public static JfsCommand stop(Session session) {
        return new StopCommand(session);
    }

    /** Stop and start. */
    public static JfsCommand restart(Session session) {
        return new RestartCommand(session);
    }

    /** Send a signal. */
    public static JfsCommand kill(Session session) {
        return new KillCommand(session);
    }

    /** Freeze. */
    public static JfsCommand pause(Session session) {
        return new PauseCommand(session);
    }

    /** Thaw. */
    public static JfsCommand unpause(Session session) {
        return new UnpauseCommand(session);
    }

    /** Run another process. */
    public static JfsCommand exec(Session session) {
        return new ExecCommand(session);
    }

    /** Connect. */
    public static JfsCommand attach(Session session) {
        return new AttachCommand(session);
    }

    /** Print what was written. */
    public static JfsCommand logs(Session session) {
        return new LogsCommand(session);
    }

    /** Wait for the end. */
    public static JfsCommand waitFor(Session session) {
        return new WaitCommand(session);
    }

    /** List. */
    public static JfsCommand list(Session session) {
        return new PsCommand(session);
    }

    /** Show all as JSON. */
    public static JfsCommand inspect(Session session) {
        return new InspectContainerCommand(session, false);
    }

    /** Remove. */
    public static JfsCommand remove(Session session) {
        return new RemoveContainerCommand(session);
    }

    /** Give another name. */
    public static JfsCommand rename(Session session) {
        return new RenameCommand(session);
    }

    /** Copy files in or out. */
    public static JfsCommand copy(Session session) {
        return new CopyCommand(session);
    }

    /** Write all files as a tar. */
    public static JfsCommand export(Session session) {
        return new ExportCommand(session);
    }

    /** Show what is used. */
    public static JfsCommand stats(Session session) {
        return new StatsCommand(session);
    }

    /** Show processes. */
    public static JfsCommand top(Session session) {
        return new TopCommand(session);
    }

    /** Change limits. */
    public static JfsCommand update(Session session) {
        return new UpdateCommand(session);
    }

    /** Show published ports. */
    public static JfsCommand port(Session session) {
        return new PortCommand(session);
    }

    /** Remove those that have ended. */
    public static JfsCommand prune(Session session) {
        return new PruneContainersCommand(session);
    }

    /** Clean up after one that has ended. */
    public static JfsCommand ended(Session session) {
        return new EndedCommand(session);
    }

    /** Show all of a container, or else of an image, as JSON. */
    public static JfsCommand inspectAny(Session session) {
        return new InspectContainerCommand(session, true);
    }

    /** The snapshot of the container of this name, if the driver has it. */
    public static Optional<SnapshotKey> snapshot(Session session, String name, String driver) throws IOException {
        try {
            ContainerRecord record = Engines.of(session).find(name).record();
            return record.driver().equals(driver) ? Optional.of(new SnapshotKey(record.snapshot())) : Optional.empty();
        } catch (NoSuchContainerException _) {
            return Optional.empty();
        }
    }
}
