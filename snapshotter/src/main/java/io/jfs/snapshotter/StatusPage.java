package io.jfs.snapshotter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.SnapshotStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers {@code /metrics} and {@code /healthz} by HTTP. */
final class StatusPage implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /** Need not exist: looking for it reads the metadata. */
    private static final SnapshotKey ANY = new SnapshotKey("health");

    private final HttpServer server;

    private StatusPage(HttpServer server) {
        this.server = server;
    }

    static StatusPage start(InetSocketAddress address, CallMetrics metrics, SnapshotStore store) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("metrics address " + address + ": cannot listen: " + e.getMessage(), e);
        }
        server.createContext(
                "/metrics",
                exchange -> answer(exchange, OK, metrics.text(store.driver().name())));
        server.createContext("/healthz", exchange -> health(exchange, store));
        server.start();
        return new StatusPage(server);
    }

    private static void health(HttpExchange exchange, SnapshotStore store) throws IOException {
        try {
            store.find(ANY);
        } catch (IOException e) {
            answer(exchange, UNAVAILABLE, e.getMessage() + "\n");
            return;
        }
        answer(exchange, OK, "ok\n");
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
