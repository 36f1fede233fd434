package io.jfs.fuse.libfuse;

import io.jfs.fuse.dispatch.DispatchOptions;
import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseCounters;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseNotifier;
import io.jfs.fuse.dispatch.Interrupts;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.FuseOptions;
import io.jfs.fuse.transport.FuseSession;
import io.jfs.fuse.transport.Transport;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.fuse.MountHelper;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A mount that a thread of ours serves inside {@code fuse_main}, with further threads of libfuse. */
final class LibfuseSession implements FuseSession {
    private final Path target;
    private final LibfuseConnection connection;
    private final FuseCounters counters;
    private final CountDownLatch ended = new CountDownLatch(1);

    private LibfuseSession(Path target, LibfuseConnection connection, FuseCounters counters) {
        this.target = target;
        this.connection = connection;
        this.counters = counters;
    }

    static LibfuseSession start(FuseHandler handler, Path target, FuseOptions options) throws IOException {
        if (options.openMode() == OpenMode.PASSTHROUGH) {
            throw new IOException("libfuse has no passthrough");
        }
        boolean opens = options.openMode() != OpenMode.ZERO;
        LibfuseConnection connection = new LibfuseConnection(opens ? OpenMode.CACHED : OpenMode.ZERO);
        FuseCounters counters = new FuseCounters();
        DispatchOptions dispatch = new DispatchOptions(
                options.timeouts(),
                opens,
                !options.zeroMessageOpendir(),
                false,
                counters,
                new Interrupts(),
                options.trace());
        LibfuseFileSystem callbacks =
                new LibfuseFileSystem(new Callbacks(handler, dispatch), opens, !options.zeroMessageOpendir());
        handler.start(connection);
        LibfuseSession session = new LibfuseSession(target, connection, counters);
        Thread.ofPlatform()
                .daemon()
                .name("fuse-" + options.source() + "-libfuse")
                .start(() -> session.run(handler, callbacks, MountArguments.of(options)));
        if (!callbacks.up().join()) {
            throw new IOException("libfuse did not mount " + target + "; it has told why on standard error");
        }
        return session;
    }

    private void run(FuseHandler handler, LibfuseFileSystem callbacks, String arguments) {
        try {
            callbacks.run(target, arguments);
        } finally {
            try {
                handler.stop();
            } finally {
                ended.countDown();
            }
        }
    }

    @Override
    public Transport transport() {
        return Transport.LIBFUSE;
    }

    @Override
    public FuseConnection connection() {
        return connection;
    }

    @Override
    public FuseNotifier notifier() {
        return connection;
    }

    @Override
    public FuseCounters statistics() {
        return counters;
    }

    @Override
    public Fd root() {
        throw new IllegalStateException("mounted on " + target);
    }

    @Override
    public void unmount() throws IOException, InterruptedException {
        unmount(0);
        awaitUnmount();
    }

    @Override
    public void unmountLazily() throws IOException, InterruptedException {
        unmount(MountCalls.MNT_DETACH);
    }

    @Override
    public void abort() throws IOException, InterruptedException {
        try {
            unmount(MountCalls.MNT_FORCE);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EBUSY)) {
                throw e;
            }
        }
        unmountLazily();
        awaitUnmount();
    }

    private void unmount(int flags) throws IOException, InterruptedException {
        try {
            MountCalls.unmount(target.toString(), MountCalls.UMOUNT_NOFOLLOW | flags);
        } catch (ErrnoException e) {
            Optional<MountHelper> helper = MountHelper.find();
            if (e.is(Errno.EPERM) && helper.isPresent()) {
                helper.get().unmount(target, flags != 0);
            } else if (!e.is(Errno.EINVAL)) { // else it is not mounted any more
                throw e;
            }
        }
    }

    @Override
    public void awaitUnmount() throws InterruptedException {
        ended.await();
    }

    @Override
    public boolean isEnded() {
        return ended.getCount() == 0;
    }

    @Override
    public String toString() {
        return "FUSE filesystem on " + target + " by libfuse";
    }
}
