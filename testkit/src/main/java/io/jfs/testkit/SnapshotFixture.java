package io.jfs.testkit;

import io.jfs.core.Change;
import io.jfs.core.Mount;
import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerWriter;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.core.store.SyncPolicy;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot store in a directory of its own, and verbs to speak about snapshots in tests.
 *
 * <pre>
 *   place/root/        the store
 *   place/run/         its locks
 *   place/work/N/      mount points and expected trees
 * </pre>
 *
 * <p>Expected trees are made in plain directories, by the same {@link Tree} or edits as the snapshots. Used by one
 * thread, except for {@link #store}.
 */
public final class SnapshotFixture implements AutoCloseable {
    /** Tests write much and lose no power. */
    static final CommitOptions COMMIT = CommitOptions.DEFAULT.withSync(SyncPolicy.NONE);

    private final Path place;
    private final StorageDriverProvider provider;
    private final DriverOptions options;
    private final Deque<Path> mounted = new ArrayDeque<>();
    private SnapshotStore store;
    private int directories;

    /**
     * Opens a store.
     *
     * @param place an existing directory on the filesystem in question
     */
    public SnapshotFixture(Path place, StorageDriverProvider provider, DriverOptions options) throws IOException {
        this.place = place;
        this.provider = provider;
        this.options = options;
        this.store = open();
    }

    private SnapshotStore open() throws IOException {
        return SnapshotStore.open(new StoreRoot(place.resolve("root"), place.resolve("run")), provider, options);
    }

    /** The directory that holds it all. */
    Path place() {
        return place;
    }

    /** The driver's. */
    StorageDriverProvider provider() {
        return provider;
    }

    /** The store itself. */
    public SnapshotStore store() {
        return store;
    }

    /** Closes the store and opens it again, as another process would. */
    public void reopen() throws IOException {
        store.close();
        store = open();
    }

    public static SnapshotKey key(String text) {
        return new SnapshotKey(text);
    }

    private static Optional<SnapshotKey> parent(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(key(text));
    }

    /**
     * Makes an active snapshot.
     *
     * @param parent empty text for none
     */
    public List<Mount> prepare(String key, String parent) throws IOException {
        return store.prepare(key(key), parent(parent), Map.of());
    }

    /**
     * Makes a view.
     *
     * @param parent empty text for none
     */
    public List<Mount> view(String key, String parent) throws IOException {
        return store.view(key(key), parent(parent), Map.of());
    }

    public void commit(String name, String key) throws IOException {
        store.commit(key(name), key(key), COMMIT);
    }

    /** Makes a committed snapshot: the parent's tree, edited through a mount. */
    public void layer(String name, String parent, TreeEdit edit) throws IOException {
        String key = "active " + name;
        prepare(key, parent);
        edit(key, edit);
        commit(name, key);
    }

    /** Edits an active snapshot through a mount. */
    public void edit(String key, TreeEdit edit) throws IOException {
        Path target = mount(store.mounts(key(key)));
        try (Fd root = directory(target)) {
            edit.applyTo(root);
        }
        unmount(target);
    }

    /** Mounts at a new mount point; undone by {@link #unmount} or at the end of the test. */
    public Path mount(List<Mount> mounts) throws IOException {
        Path target = newDirectory();
        Mounter.mount(mounts, target);
        mounted.push(target);
        return target;
    }

    public void unmount(Path target) throws IOException {
        Mounter.unmount(target);
        mounted.remove(target);
    }

    /** What a snapshot of any kind shows. */
    public TreeListing tree(String key, TreeListing.Without... without) throws IOException {
        try (Fd root = store.openTree(key(key))) {
            return TreeListing.of(root, without);
        }
    }

    /** What these edits, one after the other, make of an empty directory. */
    public TreeListing expected(List<? extends TreeEdit> edits, TreeListing.Without... without) throws IOException {
        Path directory = newDirectory();
        try (Fd root = directory(directory)) {
            for (TreeEdit edit : edits) {
                edit.applyTo(root);
            }
            return TreeListing.of(root, without);
        }
    }

    /** The changes against the parent, as lines such as {@code C /etc}. */
    public List<String> changes(String key) throws IOException {
        List<String> lines = new ArrayList<>();
        store.diff(key(key), change -> lines.add(line(change)));
        return lines;
    }

    static String line(Change change) {
        return change.kind().letter() + " " + change.path();
    }

    /** Applies a layer to an active snapshot that is not mounted. */
    public void apply(String key, byte[] tar) throws IOException {
        new LayerApplier(store.applyTarget(key(key)), LayerLimits.DEFAULT).apply(new ByteArrayInputStream(tar));
    }

    /** The changes of a snapshot against its parent as a layer. */
    public byte[] layerOf(String key) throws IOException {
        List<Change> changes = new ArrayList<>();
        store.diff(key(key), changes::add);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (Fd root = store.openTree(key(key))) {
            LayerWriter.write(root, changes, tar);
        }
        return tar.toByteArray();
    }

    private Path newDirectory() throws IOException {
        return Files.createDirectories(place.resolve("work").resolve(Integer.toString(directories++)));
    }

    private static Fd directory(Path path) throws IOException {
        return Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    /** Unmounts what is still mounted, latest first, and removes everything. */
    @Override
    public void close() throws IOException {
        while (!mounted.isEmpty()) {
            Mounter.unmount(mounted.pop());
        }
        removeSnapshots();
        store.close();
        for (String name : List.of("work", "root", "run")) {
            TreeRemover.remove(place.resolve(name));
        }
    }

    /** By the driver, whose snapshots may be more than directories; children have the higher numbers. */
    private void removeSnapshots() throws IOException {
        List<SnapshotInfo> all = new ArrayList<>();
        store.walk(Filter.ALL, all::add);
        all.sort(Comparator.comparingLong((SnapshotInfo info) -> info.id().number())
                .reversed());
        for (SnapshotInfo info : all) {
            store.remove(info.key());
        }
        store.cleanup();
    }
}
