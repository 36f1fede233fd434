package io.jfs.runtime.plan;

import java.util.List;

/**
 * What a container's monitor does.
 *
 * @param directory where it puts the file {@code exit} and the socket {@code attach.sock}
 * @param logPath empty for no log
 * @param logMaxBytes after which the log begins anew; 0 for never
 * @param logFiles how many files the log has at most, the current one included
 * @param memoryEventFile {@code memory.events} or {@code memory.oom_control}; empty for that of the container's own
 *     cgroup
 * @param keepsInputOpen whether the program can read what attached clients send
 * @param hasTerminal whether the program's standard files are a terminal
 * @param exitCommand what the monitor becomes when the container has ended; empty for nothing
 */
public record MonitorSettings(
        String directory,
        String logPath,
        long logMaxBytes,
        int logFiles,
        String memoryEventFile,
        boolean keepsInputOpen,
        boolean hasTerminal,
        List<String> exitCommand) {

    /** The same, with this file. */
    public MonitorSettings withMemoryEventFile(String file) {
        return new MonitorSettings(
                directory, logPath, logMaxBytes, logFiles, file, keepsInputOpen, hasTerminal, exitCommand);
    }
}
