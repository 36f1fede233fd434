package io.jfs.core;

/**
 * The number of a snapshot within one driver's store: also the name of its directory. Never used twice.
 *
 * @param number positive
 */
public record SnapshotId(long number) {
    // Written out, since linking a record's own takes milliseconds of every short command.
    @Override
    public boolean equals(Object other) {
        return other instanceof SnapshotId(long theirs) && theirs == number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
