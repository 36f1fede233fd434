package io.jfs.runtime.oci;

import io.jfs.runtime.plan.MonitorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a container is made.
 *
 * @param consoleSocket gets the terminal's master, as SCM_RIGHTS
 * @param pidFile gets the first process's id when the container is ready
 * @param preservedFds how many of this process's descriptors from 3 on the program inherits
 * @param pivot whether to use pivot_root(2); else the root is moved and chroot(2) used, as an initramfs needs it
 * @param newKeyring whether the container has a session keyring of its own
 * @param cgroups whether the container has cgroups
 * @param monitor the container's monitor; without one its standard files are this process's own
 * @param foreground whether the helper stays until the program ends, and passes terminal and signals on
 * @param beforePivot is run when namespaces and mounts are there, before the container's root is entered: the place to
 *     set up its network
 */
public record CreateOptions(
        Optional<Path> consoleSocket,
        Optional<Path> pidFile,
        int preservedFds,
        boolean pivot,
        boolean newKeyring,
        boolean cgroups,
        Optional<MonitorSettings> monitor,
        boolean foreground,
        Optional<BeforePivot> beforePivot) {
    /** Standard files of this process, nothing else. */
    public static final CreateOptions DEFAULT = new CreateOptions(
            Optional.empty(), Optional.empty(), 0, true, true, true, Optional.empty(), false, Optional.empty());

    /** Something to do with a container that has its namespaces. */
    @FunctionalInterface
    public interface BeforePivot {
        /**
         * Does it.
         *
         * @param pid the container's first process, as the host sees it
         */
        void run(int pid) throws IOException;
    }

    /** With a monitor. */
    public CreateOptions withMonitor(MonitorSettings settings) {
        return new CreateOptions(
                consoleSocket,
                pidFile,
                preservedFds,
                pivot,
                newKeyring,
                cgroups,
                Optional.of(settings),
                foreground,
                beforePivot);
    }

    /** With the root moved instead of pivot_root(2). */
    public CreateOptions withoutPivot() {
        return new CreateOptions(
                consoleSocket, pidFile, preservedFds, false, newKeyring, cgroups, monitor, foreground, beforePivot);
    }

    /** Without cgroups. */
    public CreateOptions withoutCgroups() {
        return new CreateOptions(
                consoleSocket, pidFile, preservedFds, pivot, newKeyring, false, monitor, foreground, beforePivot);
    }

    /** With something to do before the root is entered. */
    public CreateOptions withBeforePivot(BeforePivot action) {
        return new CreateOptions(
                consoleSocket,
                pidFile,
                preservedFds,
                pivot,
                newKeyring,
                cgroups,
                monitor,
                foreground,
                Optional.of(action));
    }
}
