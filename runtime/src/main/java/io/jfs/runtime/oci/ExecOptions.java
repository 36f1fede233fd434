package io.jfs.runtime.oci;

import io.jfs.runtime.plan.MonitorSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How another process is started in a container.
 *
 * @param consoleSocket gets the terminal's master
 * @param pidFile gets the process's id
 * @param preservedFds how many of this process's descriptors from 3 on the program inherits
 * @param monitor keeps its output and exit status; without one its standard files are this process's own
 * @param foreground whether to wait for it, and pass terminal and signals on
 * @param ignorePaused whether it may be started in a paused container, to run when that goes on
 */
public record ExecOptions(
        Optional<Path> consoleSocket,
        Optional<Path> pidFile,
        int preservedFds,
        Optional<MonitorSettings> monitor,
        boolean foreground,
        boolean ignorePaused) {
    /** In the foreground, with this process's standard files. */
    public static final ExecOptions FOREGROUND =
            new ExecOptions(Optional.empty(), Optional.empty(), 0, Optional.empty(), true, false);

    /** In the background, with a monitor. */
    public static ExecOptions monitored(MonitorSettings settings) {
        return new ExecOptions(Optional.empty(), Optional.empty(), 0, Optional.of(settings), false, false);
    }
}
