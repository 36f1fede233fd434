package io.jfs.fuse.dispatch;

import java.time.Duration;

/**
 * For how long the kernel may answer by itself, without a request, unless a reply says otherwise.
 *
 * @param entry that a name leads to a node
 * @param attributes a node's attributes
 * @param negative that there is no such name; zero: the kernel asks each time
 */
public record Timeouts(Duration entry, Duration attributes, Duration negative) {
    private static final Duration LONG = Duration.ofDays(3650);

    /** For a filesystem that nobody changes behind the kernel's back: practically for ever. */
    public static final Timeouts FOR_EVER = new Timeouts(LONG, LONG, LONG);

    /** Nothing is cached. */
    public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Timeouts {
        if (entry.isNegative() || attributes.isNegative() || negative.isNegative()) {
            throw new IllegalArgumentException("a timeout is negative");
        }
    }
}
