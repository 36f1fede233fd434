package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Fd;
import java.io.IOException;

/**
 * A mounted filesystem that is being served. It begins with {@link FuseMount} and ends when the filesystem is unmounted
 * everywhere or its connection is lost; then {@link FuseHandler#stop} is called. Its threads are daemons: a program
 * waits by {@link #awaitUnmount}. Thread-safe.
 */
public interface FuseSession {
    /** How requests travel: not {@link Transport#AUTO}. */
    Transport transport();

    /** Who opens files: not {@link OpenMode#AUTO}. */
    default OpenMode openMode() {
        return connection().openMode();
    }

    /** What was agreed with the kernel. */
    FuseConnection connection();

    /** Tells the kernel what changed behind its back. */
    FuseNotifier notifier();

    /** How many requests came so far. */
    FuseCounters statistics();

    /**
     * The root directory of a session made by {@link FuseMount#detached}; the caller may close it, and with it unmounts
     * unless it was attached somewhere.
     *
     * @throws IllegalStateException if it was mounted on a path
     */
    Fd root();

    /**
     * Unmounts and waits for the end. It may have ended already.
     *
     * @throws IOException EBUSY if it is in use; it stays mounted then
     * @throws InterruptedException if interrupted while waiting
     */
    void unmount() throws IOException, InterruptedException;

    /**
     * Takes the mount out of the tree at once; it is served on until its last user is gone. Does not wait for that.
     *
     * @throws InterruptedException if interrupted while {@code fusermount3} works
     */
    void unmountLazily() throws IOException, InterruptedException;

    /**
     * Breaks the connection: requests under way and all later ones fail, whoever uses the mount. Then unmounts and
     * waits for the end. A mount made by {@code fusermount3} or by {@link FuseMount#detached} cannot be broken: this
     * waits until its users are gone.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    void abort() throws IOException, InterruptedException;

    /** Waits until the filesystem is unmounted, by whomever, and the handler has stopped. */
    void awaitUnmount() throws InterruptedException;

    /** Whether it has ended. */
    boolean isEnded();
}
