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
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A mounted filesystem that is being served. It begins with {@link FuseMount} and ends when the filesystem is unmounted
 * everywhere or its connection is lost; then {@link FuseHandler#stop} is called. Its threads are daemons: a program
 * waits by {@link #awaitUnmount}. Thread-safe.
 */
public final class FuseSession {
    private final FuseDevice device;
    private final Fd root;
    private final Optional<Path> target;
    private final Connection connection;
    private final FuseCounters counters;
    private final SessionEnd end;

    private FuseSession(
            FuseDevice device,
            Fd root,
            Optional<Path> target,
            Connection connection,
            FuseCounters counters,
            SessionEnd end) {
        this.device = device;
        this.root = root;
        this.target = target;
        this.connection = connection;
        this.counters = counters;
        this.end = end;
    }

    /** Agrees with the kernel, then serves. On failure the caller closes device and root. */
    static FuseSession start(
            FuseHandler handler, FuseDevice device, Fd root, FuseOptions options, Optional<Path> target)
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
        SessionEnd end = DeviceTransport.start(handler, device, dispatch, options);
        options.readAheadKiB().ifPresent(kib -> ReadAhead.set(root, kib));
        return new FuseSession(device, root, target, connection, counters, end);
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
     * Of a session mounted on a path it is closed.
     */
    public Fd root() {
        return root;
    }

    void closeRoot() {
        root.close();
    }

    /** Gives up a mount that was never attached. */
    void discard() {
        root.close();
    }

    /**
     * Unmounts and waits for the end.
     *
     * @throws ErrnoException EBUSY if it is in use; it stays mounted then
     * @throws InterruptedException if interrupted while waiting
     */
    public void unmount() throws ErrnoException, InterruptedException {
        detach(0);
        awaitUnmount();
    }

    /** Takes the mount out of the tree at once; it is served on until its last user is gone. Does not wait. */
    public void unmountLazily() throws ErrnoException {
        detach(MountCalls.MNT_DETACH);
    }

    /**
     * Breaks the connection: requests under way and all later ones fail (ENOTCONN), whoever uses the mount. Then
     * unmounts, and waits for the end.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    public void abort() throws ErrnoException, InterruptedException {
        if (target.isPresent() && !end.isLost()) {
            try {
                unmountForce(target.get());
            } catch (ErrnoException e) {
                if (!e.is(Errno.EBUSY)) {
                    throw e;
                }
            }
        }
        detach(MountCalls.MNT_DETACH);
        awaitUnmount();
    }

    private static void unmountForce(Path path) throws ErrnoException {
        MountCalls.unmount(path.toString(), MountCalls.MNT_FORCE | MountCalls.UMOUNT_NOFOLLOW);
    }

    private void detach(int flags) throws ErrnoException {
        if (target.isEmpty()) {
            root.close();
            return;
        }
        try {
            MountCalls.unmount(target.get().toString(), flags | MountCalls.UMOUNT_NOFOLLOW);
        } catch (ErrnoException e) {
            boolean gone = e.is(Errno.EINVAL) && end.isLost();
            if (!gone) {
                throw e;
            }
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
        String where = target.map(Path::toString).orElse("nowhere");
        return "FUSE mount on " + where + ", device " + device.fd().number();
    }
}
