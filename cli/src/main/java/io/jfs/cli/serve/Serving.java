package io.jfs.cli.serve;

import io.jfs.cli.session.Session;
import io.jfs.cli.session.SignalHandler;
import io.jfs.core.store.CleanupResult;
import io.jfs.core.store.SnapshotStore;
import io.jfs.snapshotter.ListeningSocket;
import io.jfs.snapshotter.ServeOptions;
import io.jfs.snapshotter.SnapshotServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;

/** One run of the server. */
final class Serving {
    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    private Serving() {}

    /** Returns when a signal asked for the end, and the calls that were under way are answered. */
    static void run(Session session, ServeCommand.Request request) throws IOException {
        SnapshotStore store = session.snapshots();
        ServeOptions options = new ServeOptions(request.sync(), request.status());
        CountDownLatch end = new CountDownLatch(1);
        Runnable term = SignalHandler.handle("TERM", end::countDown);
        Runnable interrupt = SignalHandler.handle("INT", end::countDown);
        ListeningSocket socket = socket(session, request);
        try (SnapshotServer _ = SnapshotServer.start(store, socket, options)) {
            Thread leftovers = Thread.ofPlatform().name("jfs-cleanup").start(() -> cleanUp(store));
            session.err()
                    .line("jfs: serving driver " + store.driver().name() + " of " + session.storeRoot() + " on "
                            + socket);
            session.err().flush();
            Systemd.notify(session.variables(), "READY=1");
            end.await();
            Systemd.notify(session.variables(), "STOPPING=1");
            leftovers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            term.run();
            interrupt.run();
        }
    }

    private static ListeningSocket socket(Session session, ServeCommand.Request request) throws IOException {
        return Systemd.hasPassedSockets(session.variables())
                ? ListeningSocket.inherited()
                : ListeningSocket.at(request.socket());
    }

    /** What was removed before the last server ended. */
    private static void cleanUp(SnapshotStore store) {
        try {
            CleanupResult result = store.cleanup();
            result.failures().forEach(failure -> LOG.log(Level.WARNING, failure));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cleanup of what was removed earlier: " + e.getMessage());
        }
    }
}
