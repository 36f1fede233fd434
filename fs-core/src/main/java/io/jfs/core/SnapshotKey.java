package io.jfs.core;

import java.nio.charset.StandardCharsets;

/**
 * Names a snapshot within one driver's store. Active and view snapshots and the names of committed ones share one key
 * space. The text is opaque: it may hold slashes, blanks and colons, and is never used as a path.
 *
 * @param text not empty, at most 4,096 bytes of UTF-8
 */
public record SnapshotKey(String text) {
    private static final int MAX_BYTES = 4096;

    /** @throws IllegalArgumentException if the text is empty or too long */
    public SnapshotKey {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a snapshot key must not be empty");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a snapshot key must not exceed " + MAX_BYTES + " bytes");
        }
    }

    /** The name under which the committed snapshot of this chain of layers is stored. */
    public static SnapshotKey of(ChainId chain) {
        return new SnapshotKey(chain.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
