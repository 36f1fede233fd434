package io.jfs.core;

/** What a snapshot is for. An active snapshot never becomes a committed one: commit makes a new one out of it. */
public enum SnapshotKind {
    /** Writable, on top of a committed parent or of nothing. */
    ACTIVE,
    /** Immutable, may be a parent. */
    COMMITTED,
    /** A read-only look at a committed parent; cannot be committed. */
    VIEW;

    /** The name that filters and tables use: {@code active}, {@code committed}, {@code view}. */
    public String label() {
        return switch (this) {
            case ACTIVE -> "active";
            case COMMITTED -> "committed";
            case VIEW -> "view";
        };
    }
}
