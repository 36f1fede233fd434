package io.jfs.core.tree;

import io.jfs.linux.Fd;
import java.io.IOException;

/**
 * Copies whole trees, attributes and all: type, permissions, owner, times to the nanosecond, every extended attribute
 * (capabilities and access lists among them), hard links, holes, devices, pipes and sockets. Data is shared by reflink
 * where the filesystem can. Works by directory file descriptors and never follows a symbolic link.
 */
public final class TreeCopy {
    private TreeCopy() {}

    /**
     * Copies all that is in one directory into another, and the directory's own attributes too.
     *
     * <p>The source must not change meanwhile. After a failure the copy is incomplete and stays as it is, for the
     * caller to remove; all threads have ended by then. Hard links to names outside the tree are not kept.
     *
     * @param from a directory open for reading; stays open
     * @param to an empty directory open for reading; stays open. Extended attributes of its own are removed
     * @throws IOException the first failure, with the path it was about, others suppressed in it
     */
    public static CopyResult copy(Fd from, Fd to, CopyOptions options) throws IOException {
        return new CopyRun(from, to, options.threads()).run();
    }
}
