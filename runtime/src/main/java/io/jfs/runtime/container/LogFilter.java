package io.jfs.runtime.container;

import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of a log are wanted.
 *
 * @param tail only so many of the last that there are now
 */
public record LogFilter(long tail, Optional<Instant> since, Optional<Instant> until) {
    boolean admits(Instant time) {
        return since.filter(time::isBefore).isEmpty()
                && until.filter(time::isAfter).isEmpty();
    }
}
