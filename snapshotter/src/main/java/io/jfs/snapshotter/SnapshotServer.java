package io.jfs.snapshotter;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.jfs.core.store.SnapshotStore;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers containerd's snapshots service, version 1, on a Unix socket: containerd's configuration names the socket as a
 * proxy plugin of type {@code snapshot}.
 *
 * <p>What the server keeps is in the store, and every answer is given after the store's transaction. So it may be
 * killed at any moment and started again; containers keep running meanwhile, since mounts do not depend on it.
 *
 * <pre>{@code
 * try (SnapshotServer server = SnapshotServer.start(store, ListeningSocket.at(path), ServeOptions.DEFAULT)) {
 *     server.await();
 * }
 * }</pre>
 */
public final class SnapshotServer implements AutoCloseable {
    /** Says for each server that Unix sockets have no SO_KEEPALIVE, which grpc sets. Held so that its level stays. */
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

    private static final int THREADS = 32;
    private static final int GRACE_SECONDS = 10;

    private final ListeningSocket socket;
    private final Server server;
    private final EventLoopGroup loop;
    private final ExecutorService workers;
    private final Optional<StatusPage> status;

    private SnapshotServer(
            ListeningSocket socket,
            Server server,
            EventLoopGroup loop,
            ExecutorService workers,
            Optional<StatusPage> status) {
        this.socket = socket;
        this.server = server;
        this.loop = loop;
        this.workers = workers;
        this.status = status;
    }

    /**
     * Begins to answer.
     *
     * @param store stays the caller's, who closes it after the server
     * @param socket closed with the server
     * @throws IOException if it cannot
     */
    public static SnapshotServer start(SnapshotStore store, ListeningSocket socket, ServeOptions options)
            throws IOException {
        NETTY.setLevel(Level.SEVERE);
        CallMetrics metrics = new CallMetrics();
        Optional<StatusPage> status = options.status().isPresent()
                ? Optional.of(StatusPage.start(options.status().get(), metrics, store))
                : Optional.empty();
        // Calls wait for the disk, so more of them than processors may be under way.
        ExecutorService workers = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("jfs-call-", 0).factory());
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Server server = NettyServerBuilder.forAddress(socket.address())
                .channelFactory(() -> new BoundServerChannel(socket.channel()))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .executor(workers)
                .intercept(metrics)
                .addService(new SnapshotsService(new ServedSnapshots(store, options.sync()), metrics::cleaned))
                .build();
        SnapshotServer started = new SnapshotServer(socket, server, loop, workers, status);
        try {
            server.start();
            Rehearsal.run(socket.address());
            return started;
        } catch (IOException | RuntimeException e) {
            started.stop();
            throw new IOException("socket " + socket + ": cannot serve: " + e.getMessage(), e);
        }
    }

    /** Waits until the server was closed. */
    public void await() throws InterruptedException {
        server.awaitTermination();
    }

    /** Lets running calls end, for ten seconds at most, and removes the socket. Repeatable. */
    @Override
    public void close() throws IOException {
        socket.close();
        stop();
    }

    private void stop() {
        status.ifPresent(StatusPage::close);
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
