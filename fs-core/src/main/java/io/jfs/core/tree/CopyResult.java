package io.jfs.core.tree;

/**
 * What a copy made.
 *
 * @param inodes files and directories made, hard links counted once, the root excluded
 * @param bytes the sum of the sizes of the regular files made, holes included
 * @param reflinked how many regular files share their blocks with their source
 */
public record CopyResult(long inodes, long bytes, long reflinked) {}
