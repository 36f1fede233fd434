package io.jfs.fuse.dispatch;

import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;

/**
 * Tells the kernel what changed without its doing. Each method returns false if the kernel knows no such node or name,
 * so that there was nothing to do. Thread-safe.
 *
 * <p>The kernel takes locks of the inode or directory: never call one while handling a request about the same node, nor
 * while holding a lock that such a request needs. Both deadlock.
 */
public interface FuseNotifier {
    /**
     * Forget a node's attributes, and its cached data from {@code offset} on.
     *
     * @param offset negative: the attributes only
     * @param length bytes; 0 or less: to the end
     */
    boolean invalidateNode(long node, long offset, long length) throws ErrnoException;

    /** Forget what a name in a directory leads to. Whoever uses it keeps it. */
    boolean invalidateEntry(long parent, byte[] name) throws ErrnoException;

    /** The name was removed: as {@link #invalidateEntry}, and watchers (inotify) are told. */
    boolean deleteEntry(long parent, long child, byte[] name) throws ErrnoException;

    /**
     * Puts data, which is consumed, into a node's page cache. It waits for pages that the kernel is just reading, but
     * for no other lock of the node: so it may be called while a request about the node is handled for which no READ
     * can be under way, as its first OPEN.
     */
    boolean store(long node, long offset, ByteBuffer data) throws ErrnoException;
}
