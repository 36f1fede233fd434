package io.jfs.fuse.dispatch;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;

/** What was agreed with the kernel, and what a handler may ask of it. Thread-safe. */
public interface FuseConnection {
    /** The protocol's minor version in use; the major is 7. */
    int minorVersion();

    /** The capabilities in force, {@link io.jfs.fuse.wire.InitFlags}. */
    long capabilities();

    /** The mode in force: not {@link OpenMode#AUTO}. */
    OpenMode openMode();

    /** The largest WRITE and READ, in bytes. */
    int maxWrite();

    /** Tells the kernel that something changed behind its back. */
    FuseNotifier notifier();

    /**
     * Registers a file for {@link OpenReply#passthrough}. The kernel keeps the file, so the descriptor, for which
     * {@code O_PATH} is enough, may be closed at once. The kernel opens it with our credentials at each open.
     *
     * @return its id, for {@link #closeBacking}
     * @throws ErrnoException EPERM, EOPNOTSUPP unless the mode is {@link OpenMode#PASSTHROUGH}; ELOOP if the file's
     *     filesystem is stacked too deeply; EBADF, EOPNOTSUPP if it is no regular file
     */
    int openBacking(Fd file) throws ErrnoException;

    /**
     * Gives back a backing file's id; files that are open by it stay so.
     *
     * @throws ErrnoException ENOENT if there is no such id
     */
    void closeBacking(int backingId) throws ErrnoException;
}
