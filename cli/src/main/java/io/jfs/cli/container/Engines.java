package io.jfs.cli.container;

import io.jfs.cli.session.Session;
import io.jfs.linux.Processes;
import io.jfs.runtime.container.ContainerEngine;
import io.jfs.runtime.network.ContainerNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the engine that works on a session's store. */
final class Engines {
    /** If the command that watches the container lives, the rest is its work; else it is jfs's, in the background. */
    private static final String WATCHED = "kill -0 \"$0\" 2>/dev/null || exec \"$@\"";

    private Engines() {}

    static ContainerEngine of(Session session) {
        return make(session, List.of());
    }

    /** For a command that stays until its container has ended, and then cleans up by itself. */
    static ContainerEngine watching(Session session) {
        String owner = Integer.toString(Processes.processId());
        return make(session, List.of("/bin/sh", "-c", WATCHED, owner));
    }

    private static ContainerEngine make(Session session, List<String> before) {
        return new ContainerEngine(new ContainerEngine.Setup(
                session.storeRoot(),
                session::snapshots,
                ContainerNetwork.Settings.of(
                        session.variables(), session.storeRoot().runRoot()),
                exitCommand(session, before)));
    }

    // Without the launcher, as in tests of the library, whoever looks at the container next cleans up.
    private static List<String> exitCommand(Session session, List<String> before) {
        Path launcher = Path.of(System.getProperty("jfs.bin", "/nonexistent")).resolve("jfs");
        if (!Files.isExecutable(launcher)) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
        for (Map.Entry<String, String> variable : session.variables().entrySet()) {
            String name = variable.getKey();
            if (name.startsWith("JFS_")
                    || name.startsWith("XDG_")
                    || List.of("CNI_PATH", "PATH", "HOME", "JAVA_HOME").contains(name)) {
                command.add(name + "=" + variable.getValue());
            }
        }
        command.addAll(before);
        command.add(launcher.toString());
        command.addAll(List.of(
                "--root",
                session.storeRoot().root().toString(),
                "--runroot",
                session.storeRoot().runRoot().toString(),
                "container",
                "ended"));
        return command;
    }
}
