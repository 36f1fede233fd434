package io.jfs.core;

/**
 * What a snapshot occupies, its parents excluded.
 *
 * @param bytes disk space in bytes: allocated blocks, hard links counted once
 * @param inodes number of inodes
 */
public record Usage(long bytes, long inodes) {
    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0);

    /** The sum of both. */
    public Usage plus(Usage other) {
        return new Usage(bytes + other.bytes, inodes + other.inodes);
    }
}
