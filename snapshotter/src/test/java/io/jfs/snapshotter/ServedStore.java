package io.jfs.snapshotter;

import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.core.store.SyncPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** A store in a directory of its own, served there. */
final class ServedStore implements AutoCloseable {
    private final Path place;
    private final String driver;
    private final ServeOptions options;
    SnapshotStore store;
    private SnapshotServer server;
    Client client;

    ServedStore(Path place, String driver) throws IOException {
        this(place, driver, Optional.empty());
    }

    ServedStore(Path place, String driver, Optional<InetSocketAddress> status) throws IOException {
        this.place = place;
        this.driver = driver;
        this.options = new ServeOptions(SyncPolicy.NONE, status);
        this.store = open();
        this.server = SnapshotServer.start(store, ListeningSocket.at(socket()), options);
        this.client = new Client(socket());
    }

    private SnapshotStore open() throws IOException {
        StoreRoot root = new StoreRoot(place.resolve("root"), place.resolve("run"));
        return SnapshotStore.open(root, Drivers.byName(driver), DriverOptions.NONE);
    }

    Path socket() {
        return place.resolve("jfs.sock");
    }

    void restart() throws IOException {
        close();
        store = open();
        server = SnapshotServer.start(store, ListeningSocket.at(socket()), options);
        client = new Client(socket());
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        store.close();
    }
}
