import io.jfs.core.SnapshotKey;
import io.jfs.core.diff.DoubleWalk;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.core.store.SyncPolicy;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver's own way saves: preparing and removing a snapshot of images of different sizes, and finding the changes of ten
 * files among many.
 *
 * <p>Run as root after {@code bin/build}: {@code java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
 * --add-opens=java.base/java.nio=ALL-UNNAMED --add-exports=java.base/sun.nio.ch=ALL-UNNAMED -cp 'target/dist/lib/*'
 * benchmarks/DriversCompared.java fill|prepare|diff|clean [--files N] [--rounds N] [--place DIRECTORY]}. {@code fill} makes an
 * image of so many files for each contender, and the btrfs filesystem in a file at the place, so that all compare on one disk;
 * {@code prepare} and {@code diff} measure and may be run again; {@code clean} takes all away. {@code vfs} copies on the place's
 * own filesystem and, by reflink, on another such btrfs. Contenders take turns within a round, each begins when nothing waits
 * to be written. Prints median milliseconds.
 */
final class DriversCompared {
    private static final int FILES_IN_DIRECTORY = 100;
    private static final CommitOptions COMMIT = CommitOptions.DEFAULT.withSync(SyncPolicy.NONE);

    private final Map<String, String> arguments = new LinkedHashMap<>();
    private final Path root;
    private final Path onBtrfs;
    private final int files;
    private final int rounds;

    private DriversCompared(String[] args) {
        for (int i = 1; i + 1 < args.length; i += 2) {
            arguments.put(args[i], args[i + 1]);
        }
        this.root = Path.of(arguments.getOrDefault("--place", "/var/tmp/jfs-drivers-bench"));
        this.onBtrfs = root.resolve("reflink/btrfs/on-btrfs");
        this.files = number("--files", 30_000);
        this.rounds = number("--rounds", 7);
    }

    public static void main(String[] args) throws Exception {
        DriversCompared bench = new DriversCompared(args);
        switch (args[0]) {
            case "fill" -> bench.fill();
            case "prepare" -> bench.prepare();
            case "diff" -> bench.diff();
            case "clean" -> bench.clean();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(name, Integer.toString(otherwise)));
    }

    private void fill() throws IOException {
        for (Path place : List.of(root, root.resolve("reflink"))) {
            Files.createDirectories(place);
            Drivers.byName("btrfs").initialize(place, new DriverOptions(Map.of("size", Long.toString(16L << 30))));
        }
        Files.createDirectories(onBtrfs);
        withContenders(contenders -> {
            for (SnapshotStore store : contenders.values()) {
                image(store, files);
            }
        });
    }

    private void clean() throws IOException {
        Mounter.unmount(root.resolve("btrfs"));
        Mounter.unmount(root.resolve("reflink/btrfs"));
        TreeRemover.remove(root);
    }

    @FunctionalInterface
    private interface Work {
        void run(Map<String, SnapshotStore> contenders) throws IOException;
    }

    private void withContenders(Work work) throws IOException {
        try (SnapshotStore btrfs = open(root, "btrfs");
                SnapshotStore reflink = open(onBtrfs, "vfs");
                SnapshotStore copy = open(root, "vfs");
                SnapshotStore overlay = open(root, "overlay")) {
            Map<String, SnapshotStore> contenders = new LinkedHashMap<>();
            contenders.put("btrfs", btrfs);
            contenders.put("overlay", overlay);
            contenders.put("vfs, by reflink on btrfs", reflink);
            contenders.put("vfs, whole copies", copy);
            work.run(contenders);
        }
    }

    private static SnapshotStore open(Path place, String driver) throws IOException {
        StoreRoot root = new StoreRoot(place, place.resolve("run"));
        return SnapshotStore.open(root, Drivers.byName(driver), DriverOptions.NONE);
    }

    private static SnapshotKey key(String text) {
        return new SnapshotKey(text);
    }

    /** A committed snapshot of so many files of 4 to 12 KiB in one layer. */
    private static SnapshotKey image(SnapshotStore store, int files) throws IOException {
        SnapshotKey image = key("image " + files);
        SnapshotKey active = key("active " + files);
        store.prepare(active, Optional.empty(), Map.of());
        Path tree = tree(store, active);
        for (int i = 0; i < files; i++) {
            Path directory = tree.resolve("d" + i / FILES_IN_DIRECTORY);
            if (i % FILES_IN_DIRECTORY == 0) {
                Files.createDirectory(directory);
            }
            Files.write(directory.resolve("f" + i), new byte[4096 + i % 8192]);
        }
        store.commit(image, active, COMMIT);
        return image;
    }

    private static Path tree(SnapshotStore store, SnapshotKey active) throws IOException {
        return Path.of(store.mounts(active).getFirst().source());
    }

    private void prepare() throws IOException {
        withContenders(contenders -> {
            Map<String, double[][]> samples = new LinkedHashMap<>();
            contenders.keySet().forEach(name -> samples.put(name, new double[3][rounds]));
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, SnapshotStore> contender : contenders.entrySet()) {
                    double[] took = prepareAndRemove(contender.getValue());
                    for (int step = 0; round >= 0 && step < took.length; step++) {
                        samples.get(contender.getKey())[step][round] = took[step];
                    }
                }
            }
            System.out.printf(Locale.ROOT, "| %,d files, ms | prepare | remove | cleanup |%n|---|---|---|---|%n", files);
            samples.forEach((name, times) -> System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f |%n",
                    name,
                    median(times[0]),
                    median(times[1]),
                    median(times[2])));
        });
    }

    private double[] prepareAndRemove(SnapshotStore store) throws IOException {
        SnapshotKey key = key("container");
        settle();
        long start = System.nanoTime();
        store.prepare(key, Optional.of(key("image " + files)), Map.of());
        long prepared = System.nanoTime();
        store.remove(key);
        long removed = System.nanoTime();
        store.cleanup();
        long cleaned = System.nanoTime();
        return new double[] {(prepared - start) / 1e6, (removed - prepared) / 1e6, (cleaned - removed) / 1e6};
    }

    /** A snapshot of btrfs is a commit of the filesystem, which would have to write what the contender before it left. */
    private void settle() throws IOException {
        for (Path place : List.of(onBtrfs, root, root.resolve("btrfs"))) {
            try (Fd directory = Open.open(place, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                Sync.syncFileSystem(directory);
            }
        }
    }

    private void diff() throws IOException {
        try (SnapshotStore store = open(root, "btrfs")) {
            SnapshotKey image = key("image " + files);
            SnapshotKey changed = changed(store, image);
            double[] own = new double[rounds];
            double[] walked = new double[rounds];
            int found = 0;
            for (int round = -1; round < rounds; round++) {
                List<String> paths = new ArrayList<>();
                long start = System.nanoTime();
                store.diff(Optional.of(image), changed, change -> paths.add(change.path()));
                long middle = System.nanoTime();
                List<String> again = new ArrayList<>();
                try (Fd before = store.openTree(image);
                        Fd after = store.openTree(changed)) {
                    DoubleWalk.changes(before, after, change -> again.add(change.path()));
                }
                long end = System.nanoTime();
                if (!paths.equals(again)) {
                    throw new IllegalStateException(paths + " and " + again);
                }
                found = paths.size();
                if (round >= 0) {
                    own[round] = (middle - start) / 1e6;
                    walked[round] = (end - middle) / 1e6;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%nchanges of 10 files among %,d (%d found): by btrfs %.1f ms, by a double walk %.1f ms: %.0f times%n",
                    files,
                    found,
                    median(own),
                    median(walked),
                    median(walked) / median(own));
            store.remove(changed);
            store.cleanup();
        }
    }

    private SnapshotKey changed(SnapshotStore store, SnapshotKey image) throws IOException {
        SnapshotKey active = key("changing");
        store.prepare(active, Optional.of(image), Map.of());
        for (int i = 0; i < 10; i++) {
            int at = i * (files / 10);
            Path file = tree(store, active).resolve("d" + at / FILES_IN_DIRECTORY).resolve("f" + at);
            Files.write(file, new byte[] {1, 2, 3});
        }
        SnapshotKey changed = key("changed");
        store.commit(changed, active, COMMIT);
        return changed;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
