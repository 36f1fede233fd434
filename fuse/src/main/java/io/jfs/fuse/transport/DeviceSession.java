package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.dispatch.Interrupts;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.fuse.FuseDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A session that speaks the kernel's protocol itself, by the device alone or by rings too. */
final class DeviceSession implements FuseSession {
    private static final System.Logger LOG = System.getLogger(DeviceSession.class.getName());

    private final Transport transport;
    private final MountPlace place;
    private final Connection connection;
    private final FuseCounters counters;
    private final SessionEnd end;

    private DeviceSession(
            Transport transport, MountPlace place, Connection connection, FuseCounters counters, SessionEnd end) {
        this.transport = transport;
        this.place = place;
        this.connection = connection;
        this.counters = counters;
        this.end = end;
    }

    /** Agrees with the kernel, then serves. On failure the caller unmounts and closes the device. */
    static DeviceSession start(FuseHandler handler, FuseDevice device, MountPlace place, FuseOptions options)
            throws IOException {
        Optional<RingTransport> prepared = FuseTransports.prepareRings(options);
        try {
            Connection connection = Handshake.perform(device, options, prepared.isPresent());
            Optional<RingTransport> rings = prepared.filter(_ -> connection.hasRings());
            handler.start(connection);
            FuseCounters counters = new FuseCounters();
            DispatchOptions dispatch = dispatch(connection, options, counters);
            SessionEnd end = Serving.start(handler, device, dispatch, options, rings);
            Transport transport = rings.isPresent() ? settle(rings.get(), place, options, end) : Transport.DEV_FUSE;
            return new DeviceSession(transport, place, connection, counters, end);
        } finally {
            prepared.ifPresent(RingTransport::closeUnused);
        }
    }

    /** If a queue was refused, the kernel sends everything to the device. */
    private static Transport settle(RingTransport rings, MountPlace place, FuseOptions options, SessionEnd end)
            throws IOException {
        Optional<ErrnoException> refusal = rings.awaitStart();
        if (refusal.isEmpty()) {
            return Transport.IO_URING;
        }
        if (options.transport() == Transport.AUTO) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no FUSE over io_uring: {0}",
                    refusal.get().getMessage());
            return Transport.DEV_FUSE;
        }
        try {
            place.unmountLazily();
            end.await();
        } catch (InterruptedException e) {
            refusal.get().addSuppressed(e);
            Thread.currentThread().interrupt();
        }
        throw refusal.get();
    }

    private static DispatchOptions dispatch(Connection connection, FuseOptions options, FuseCounters counters) {
        return new DispatchOptions(
                options.timeouts(),
                connection.openMode() != OpenMode.ZERO,
                !options.zeroMessageOpendir(),
                connection.hasShortSetxattr(),
                counters,
                new Interrupts(),
                options.trace());
    }

    DeviceSession attachedTo(Path path) {
        return new DeviceSession(transport, new MountPlace.Attached(path), connection, counters, end);
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public FuseConnection connection() {
        return connection;
    }

    @Override
    public FuseNotifier notifier() {
        return connection.notifier();
    }

    @Override
    public FuseCounters statistics() {
        return counters;
    }

    @Override
    public Fd root() {
        if (place instanceof MountPlace.Detached detached) {
            return detached.root();
        }
        throw new IllegalStateException("mounted on " + place);
    }

    @Override
    public void unmount() throws IOException, InterruptedException {
        try {
            place.unmount();
        } catch (ErrnoException e) {
            ignoreIfGone(e);
        }
        awaitUnmount();
    }

    @Override
    public void unmountLazily() throws IOException, InterruptedException {
        try {
            place.unmountLazily();
        } catch (ErrnoException e) {
            ignoreIfGone(e);
        }
    }

    @Override
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

    @Override
    public void awaitUnmount() throws InterruptedException {
        end.await();
    }

    @Override
    public boolean isEnded() {
        return end.isDone();
    }

    @Override
    public String toString() {
        return "FUSE filesystem on " + place;
    }
}
