package io.jfs.cli.backend;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;

/** Makes the commands of this package, for the table of all commands. */
public final class BackendCommands {
    private BackendCommands() {}

    /** {@code backend containerd}. */
    public static JfsCommand containerd(Session session) {
        return new ContainerdCommand(session);
    }

    /** {@code backend podman}. */
    public static JfsCommand podman(Session session) {
        return new PodmanCommand(session);
    }
}
