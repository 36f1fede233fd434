package io.jfs.union.index;

import io.jfs.linux.FileStat;

/**
 * What tells a layer's root directory from any other, and from itself if its entries change. The device number is not
 * among it: that of the same filesystem may be another after a remount, and the change time, which nobody can set, says
 * enough.
 */
public record RootIdentity(
        long inode, int uid, int gid, long ctimeSeconds, int ctimeNanos, long mtimeSeconds, int mtimeNanos) {
    /** That of a root with these attributes. */
    public static RootIdentity of(FileStat root) {
        return new RootIdentity(
                root.inode(),
                root.uid(),
                root.gid(),
                root.ctimeSeconds(),
                root.ctimeNanos(),
                root.mtimeSeconds(),
                root.mtimeNanos());
    }
}
