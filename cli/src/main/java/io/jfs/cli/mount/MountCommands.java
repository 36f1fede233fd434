package io.jfs.cli.mount;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class MountCommands {
    private MountCommands() {}

    /** {@code mount}. */
    public static JfsCommand mount(Session session) {
        return new MountCommand(session);
    }

    /** {@code umount}. */
    public static JfsCommand umount(Session session) {
        return new UmountCommand(session);
    }
}
