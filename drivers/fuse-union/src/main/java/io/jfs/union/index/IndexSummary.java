package io.jfs.union.index;

/**
 * What was written.
 *
 * @param entries of all directories together
 * @param bytes the file's length
 */
public record IndexSummary(long entries, long bytes) {}
