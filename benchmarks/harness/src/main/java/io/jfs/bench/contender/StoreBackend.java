package io.jfs.bench.contender;

import io.jfs.bench.data.LayeredTree;
import io.jfs.bench.data.Shell;
import io.jfs.core.Change;
import io.jfs.core.Mount;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerWriter;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.core.store.SyncPolicy;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A driver of jfs in a store of its own. Unpacking and running are the command's, start-up and all, as those of others.
 */
final class StoreBackend implements Backend.Committing, Backend.Unpacking, Backend.Running {
    /** Nobody times these commits, and nothing of them need survive. */
    private static final CommitOptions UNSYNCED = CommitOptions.DEFAULT.withSync(SyncPolicy.NONE);

    private final SnapshotStore store;
    private final String driver;
    private final Path directory;
    private final Map<String, SnapshotKey> tops = new HashMap<>();
    private final Map<String, SnapshotKey> read = new HashMap<>();
    private int made;
    private String image = "";

    StoreBackend(SnapshotStore store, String driver, Path directory) {
        this.store = store;
        this.driver = driver;
        this.directory = directory;
    }

    /** A snapshot, mounted. */
    private final class Mounted implements Root {
        private final SnapshotKey key;
        private final Path path;
        private final boolean keep;

        Mounted(SnapshotKey key, Path path, boolean keep) {
            this.key = key;
            this.path = path;
            this.keep = keep;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public void unmount() throws IOException {
            Mounter.unmount(path);
            Files.delete(path);
        }

        @Override
        public void discard() throws IOException {
            if (!keep && store.find(key).isPresent()) {
                store.remove(key);
                store.cleanup();
            }
        }
    }

    @Override
    public void provide(LayeredTree tree) throws IOException {
        if (tops.containsKey(tree.name())) {
            return;
        }
        Optional<SnapshotKey> parent = Optional.empty();
        for (int layer = tree.layers().size() - 1; layer >= 0; layer--) {
            SnapshotKey active = new SnapshotKey("extract-" + tree.name());
            store.prepare(active, parent, Map.of());
            try (InputStream tar = Files.newInputStream(tree.tar(layer))) {
                new LayerApplier(store.applyTarget(active), LayerLimits.DEFAULT).apply(tar);
            }
            SnapshotKey name = new SnapshotKey(tree.name() + "/" + layer);
            store.commit(name, active, UNSYNCED);
            parent = Optional.of(name);
        }
        tops.put(tree.name(), parent.orElseThrow());
    }

    private SnapshotKey top(LayeredTree tree) {
        return Optional.ofNullable(tops.get(tree.name())).orElseThrow();
    }

    @Override
    public Root mount(LayeredTree tree, boolean fresh) throws IOException {
        SnapshotKey known = read.get(tree.name());
        List<Mount> mounts;
        SnapshotKey key;
        if (!fresh && known != null) {
            key = known;
            mounts = store.mounts(key);
        } else {
            key = new SnapshotKey("root-" + ++made);
            mounts = store.prepare(key, Optional.of(top(tree)), Map.of());
            if (!fresh) {
                read.put(tree.name(), key);
            }
        }
        Path target = Files.createDirectories(directory.resolve("mnt-" + ++made));
        Mounter.mount(mounts, target);
        return new Mounted(key, target, !fresh);
    }

    private static SnapshotKey key(Root root) {
        return root instanceof Mounted own
                ? own.key
                : new SnapshotKey(root.path().toString());
    }

    @Override
    public long diff(Root root) throws IOException {
        List<Change> changes = new ArrayList<>();
        store.diff(key(root), changes::add);
        try (Fd tree = store.openTree(key(root))) {
            LayerWriter.write(tree, changes, OutputStream.nullOutputStream());
        }
        return changes.size();
    }

    @Override
    public void commit(Root root, LayeredTree as) throws IOException {
        SnapshotKey name = new SnapshotKey(as.name());
        store.commit(name, key(root), UNSYNCED);
        tops.put(as.name(), name);
    }

    @Override
    public Path storage() {
        return directory.resolve("root").resolve(driver);
    }

    /** A store for the command is a directory here with its runtime directory beside it. */
    private String jfs(String place, String... arguments) throws IOException {
        String bin = Optional.ofNullable(System.getProperty("jfs.bin"))
                .orElseThrow(() -> new IOException("the command jfs is not there: jfs.bin is not set"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(bin, "jfs").toString(),
                "--root",
                directory.resolve(place).toString(),
                "--runroot",
                directory.resolve(place + "-run").toString(),
                "--driver",
                driver));
        command.addAll(Arrays.asList(arguments));
        return Shell.output(command);
    }

    @Override
    public void unpack(Path archive) throws IOException {
        jfs("load", "load", "-q", "-i", archive.toString());
    }

    @Override
    public void forget() throws IOException {
        forget("load");
    }

    private void forget(String place) throws IOException {
        Path root = directory.resolve(place);
        if (Files.exists(root)) {
            try (SnapshotStore own = open(new StoreRoot(root, directory.resolve(place + "-run")))) {
                removeAll(own);
            }
        }
        TreeRemover.remove(root);
        TreeRemover.remove(directory.resolve(place + "-run"));
    }

    private SnapshotStore open(StoreRoot root) throws IOException {
        return SnapshotStore.open(root, Drivers.byName(driver), DriverOptions.NONE);
    }

    /** Only the driver can remove what it made: what is committed may be read-only. Children come first. */
    private static void removeAll(SnapshotStore store) throws IOException {
        List<SnapshotKey> all = new ArrayList<>();
        store.walk(Filter.ALL, each -> all.add(each.key()));
        while (!all.isEmpty()) {
            SnapshotKey last = all.getLast();
            List<SnapshotKey> children = store.children(last);
            if (children.isEmpty()) {
                store.remove(last);
                all.removeLast();
            } else {
                all.removeAll(children);
                all.addAll(children);
            }
        }
        store.cleanup();
    }

    @Override
    public void provide(Path archive) throws IOException {
        if (image.isEmpty()) {
            jfs("start", "load", "-q", "-i", archive.toString());
            image = jfs("start", "images", "-q").lines().findFirst().orElseThrow();
        }
    }

    @Override
    public void run() throws IOException {
        jfs("start", "run", "--rm", "--network", "none", image, "/bin/true");
    }

    @Override
    public void close() throws IOException {
        try (store) {
            removeAll(store);
        }
        forget("load");
        forget("start");
    }
}
