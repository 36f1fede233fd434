package io.jfs.core.tree;

import io.jfs.linux.FileStat;

/**
 * Tells inodes apart, as long as none is deleted.
 *
 * @param device the device number of the filesystem
 * @param inode the number within it
 */
public record InodeKey(long device, long inode) {
    /** The inode that was looked at. */
    public static InodeKey of(FileStat stat) {
        return new InodeKey(stat.device(), stat.inode());
    }
}
