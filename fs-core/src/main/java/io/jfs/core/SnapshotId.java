package io.jfs.core;

/**
 * The number of a snapshot within one driver's store: also the name of its directory. Never used twice.
 *
 * @param number positive
 */
public record SnapshotId(long number) {
    @Override
    public String toString() {
        return Long.toString(number);
    }
}
