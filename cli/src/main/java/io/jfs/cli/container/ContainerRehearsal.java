package io.jfs.cli.container;

import io.jfs.core.store.Metadata;
import io.jfs.runtime.container.ContainerEngine;
import java.io.IOException;
import java.util.Set;

/**
 * Uses what a container's command is about to use, in another thread while its arguments are parsed: half the time of
 * such a command is what the JVM loads and links at first use.
 */
public final class ContainerRehearsal {
    private static final Set<String> COMMANDS = Set.of("run", "create", "start", "restart");

    private ContainerRehearsal() {}

    /** Begins, if that is of use. It changes nothing that could be seen, so nobody waits for it. */
    public static void begin(String[] arguments) {
        for (String argument : arguments) {
            if (COMMANDS.contains(argument)) {
                Thread.ofPlatform().daemon().name("rehearsal").start(ContainerRehearsal::run);
                return;
            }
        }
    }

    private static void run() {
        try {
            Metadata.rehearse();
            ContainerEngine.rehearse();
        } catch (IOException | RuntimeException | LinkageError e) {
            // The command itself meets the same, and reports it.
            System.getLogger("rehearsal").log(System.Logger.Level.DEBUG, "rehearsal", e);
        }
    }
}
