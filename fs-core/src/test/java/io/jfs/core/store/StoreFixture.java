package io.jfs.core.store;

import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A store in a directory of a test, and verbs for it. */
final class StoreFixture implements AutoCloseable {
    final StoreRoot root;
    final PlainDriver driver;
    final SnapshotStore store;

    StoreFixture(Path directory) throws IOException {
        this(directory, new PlainDriver());
    }

    StoreFixture(Path directory, PlainDriver driver) throws IOException {
        this.root = root(directory);
        this.driver = driver;
        this.store = open(root, driver);
    }

    static StoreRoot root(Path directory) {
        return new StoreRoot(directory.resolve("root"), directory.resolve("run"));
    }

    static SnapshotStore open(StoreRoot root, StorageDriver driver) throws IOException {
        return SnapshotStore.open(root, PlainDriver.provider(() -> driver), DriverOptions.NONE);
    }

    static SnapshotKey key(String text) {
        return new SnapshotKey(text);
    }

    static Optional<SnapshotKey> on(String parent) {
        return Optional.of(key(parent));
    }

    /** Prepares without labels; a bottom snapshot if the parent is empty text. */
    void prepare(String key, String parent) throws IOException {
        store.prepare(key(key), parent(parent), Map.of());
    }

    void view(String key, String parent) throws IOException {
        store.view(key(key), parent(parent), Map.of());
    }

    private static Optional<SnapshotKey> parent(String parent) {
        return parent.isEmpty() ? Optional.empty() : on(parent);
    }

    void commit(String name, String key) throws IOException {
        store.commit(key(name), key(key), CommitOptions.DEFAULT);
    }

    /** A committed snapshot on a parent, with one file named as itself. */
    void layer(String name, String parent) throws IOException {
        prepare("making " + name, parent);
        write("making " + name, name, name);
        commit(name, "making " + name);
    }

    void write(String key, String file, String content) throws IOException {
        Files.writeString(tree(key).resolve(file), content);
    }

    Path directory(String key) throws IOException {
        return driverDirectory().resolve(store.stat(key(key)).id().toString());
    }

    Path tree(String key) throws IOException {
        return PlainDriver.tree(directory(key));
    }

    Path driverDirectory() throws IOException {
        return root.driverDirectory("plain");
    }

    Path staging() throws IOException {
        return driverDirectory().resolve("staging");
    }

    @Override
    public void close() {
        store.close();
    }
}
