package io.jfs.fuse.transport;

import java.util.Optional;

/**
 * Whether this process could mount by a transport now.
 *
 * @param unavailable why not, in words for a user; empty if it could
 */
public record TransportProbe(Transport transport, Optional<String> unavailable) {
    /** Whether it could. */
    public boolean isAvailable() {
        return unavailable.isEmpty();
    }
}
