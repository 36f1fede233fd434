package io.jfs.runtime.container;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a container is in its life.
 *
 * @param pid of its first process, as the host numbers it, while it runs
 * @param exit how it ended; empty while it runs, and if it never did
 */
public record ContainerState(Status status, OptionalInt pid, RunState run, Optional<ExitRecord> exit) {
    /** Docker's words, in lower case. */
    public enum Status {
        CREATED,
        RUNNING,
        PAUSED,
        EXITED
    }

    /** Whether it has processes. */
    public boolean isAlive() {
        return status == Status.RUNNING || status == Status.PAUSED;
    }

    /** The code that it ended with; 0 if it has not. */
    public int exitCode() {
        return exit.map(ExitRecord::code).orElse(0);
    }
}
