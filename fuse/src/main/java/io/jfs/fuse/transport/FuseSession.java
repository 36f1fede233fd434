package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.fuse.FuseDevice;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A mounted filesystem that is being served. It begins with {@link FuseMount} and ends when the filesystem is unmounted
 * everywhere or its connection is lost; then {@link FuseHandler#stop} is called. Its threads are daemons: a program
 * waits by {@link #awaitUnmount}. Thread-safe.
 */
public final class FuseSession {
    private final MountPlace place;
    private final Connection connection;
    private final FuseCounters counters;
    private final SessionEnd end;

    private FuseSession(MountPlace place, Connection connection, FuseCounters counters, SessionEnd end) {
        this.place = place;
        this.connection = connection;
        this.counters = counters;
        this.end = end;
    }

    /** Agrees with the kernel, then serves. On failure the caller unmounts and closes the device. */
    static FuseSession start(FuseHandler handler, FuseDevice device, MountPlace place, FuseOptions options)
            throws IOException {
        Connection connection = Handshake.perform(device, options);
        handler.start(connection);
        FuseCounters counters = new FuseCounters();
        DispatchOptions dispatch = new DispatchOptions(
                options.timeouts(),
                connection.openMode() != OpenMode.ZERO,
                !options.zeroMessageOpendir(),
                connection.hasShortSetxattr(),
                counters,
                options.trace());
        return new FuseSession(place, connection, counters, serve(handler, device, dispatch, options));
    }

    private static SessionEnd serve(
            FuseHandler handler, FuseDevice device, DispatchOptions dispatch, FuseOptions options) throws IOException {
        boolean serves = false;
        try {
            SessionEnd end = DeviceTransport.start(handler, device, dispatch, options);
            serves = true;
            return end;
        } finally {
            if (!serves) {
                handler.stop();
            }
        }
    }

    FuseSession attachedTo(Path path) {
        return new FuseSession(new MountPlace.Attached(path), connection, counters, end);
    }

    /** What was agreed with the kernel. */
    public FuseConnection connection() {
        return connection;
    }

    /** Tells the kernel what changed behind its back. */
    public FuseNotifier notifier() {
        return connection.notifier();
    }

    /** How many requests came so far. */
    public FuseCounters statistics() {
        return counters;
    }

    /**
     * The root directory of a session made by {@link FuseMount#detached}; the caller may close it, and with it unmounts
     * unless it was attached somewhere.
     *
     * @throws IllegalStateException if it was mounted on a path
     */
    public Fd root() {
        if (place instanceof MountPlace.Detached detached) {
            return detached.root();
        }
        throw new IllegalStateException("mounted on " + place);
    }

    /**
     * Unmounts and waits for the end. It may have ended already.
     *
     * @throws IOException EBUSY if it is in use; it stays mounted then
     * @throws InterruptedException if interrupted while waiting
     */
    public void unmount() throws IOException, InterruptedException {
        try {
            place.unmount();
        } catch (ErrnoException e) {
            ignoreIfGone(e);
        }
        awaitUnmount();
    }

    /**
     * Takes the mount out of the tree at once; it is served on until its last user is gone. Does not wait for that.
     *
     * @throws InterruptedException if interrupted while {@code fusermount3} works
     */
    public void unmountLazily() throws IOException, InterruptedException {
        try {
            place.unmountLazily();
        } catch (ErrnoException e) {
            ignoreIfGone(e);
        }
    }

    /**
     * Breaks the connection: requests under way and all later ones fail, whoever uses the mount. Then unmounts and
     * waits for the end. A mount made by {@code fusermount3} or by {@link FuseMount#detached} cannot be broken: this
     * waits until its users are gone.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    public void abort() throws IOException, InterruptedException {
        try {
            place.abort();
        } catch (ErrnoException e) {
            ignoreIfGone(e);
        }
        unmountLazily();
        awaitUnmount();
    }

    /** EINVAL is that nothing is mounted there, which is right if it ended meanwhile; ENODEV may come late. */
    private static void ignoreIfGone(ErrnoException e) throws ErrnoException {
        if (!e.is(Errno.EINVAL)) {
            throw e;
        }
    }

    /** Waits until the filesystem is unmounted, by whomever, and the handler has stopped. */
    public void awaitUnmount() throws InterruptedException {
        end.await();
    }

    /** Whether it has ended. */
    public boolean isEnded() {
        return end.isDone();
    }

    @Override
    public String toString() {
        return "FUSE filesystem on " + place;
    }
}
