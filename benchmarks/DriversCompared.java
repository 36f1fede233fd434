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
 * benchmarks/DriversCompared.java [--only prepare|diff] [--rounds N] [--files N] [--place DIRECTORY]}. The btrfs filesystem is
 * made in a file at the place, so all compare on one disk; {@code vfs} copies on the place's own filesystem and, by reflink, on
 * that btrfs. Contenders take turns within a round. Prints median milliseconds.
 */
final class DriversCompared {
    private static final int FILES_IN_DIRECTORY = 100;
    private static final CommitOptions COMMIT = CommitOptions.DEFAULT.withSync(SyncPolicy.NONE);

    private final Map<String, String> arguments;
    private final Path place;

    private DriversCompared(Map<String, String> arguments) {
        this.arguments = arguments;
        this.place = Path.of(arguments.getOrDefault("--place", "/var/tmp/jfs-drivers-bench"));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            arguments.put(args[i], args[i + 1]);
        }
        new DriversCompared(arguments).run();
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(name, Integer.toString(otherwise)));
    }

    private void run() throws Exception {
        String only = arguments.getOrDefault("--only", "");
        Path root = Files.createDirectories(place.resolve("on-disk"));
        Drivers.byName("btrfs").initialize(root, new DriverOptions(Map.of("size", Long.toString(8L << 30))));
        Path mounted = root.resolve("btrfs");
        try {
            Path onBtrfs = Files.createDirectories(mounted.resolve("bench"));
            if (!only.equals("diff")) {
                prepare(root, onBtrfs, number("--rounds", 7));
            }
            if (!only.equals("prepare")) {
                diff(onBtrfs, number("--files", 100_000), number("--rounds", 7));
            }
        } finally {
            Mounter.unmount(mounted);
            TreeRemover.remove(place);
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

    private void prepare(Path onDisk, Path onBtrfs, int rounds) throws IOException {
        System.out.println("| prepare, remove and clean up, ms | 3,000 files | 30,000 files |");
        System.out.println("|---|---|---|");
        try (SnapshotStore btrfs = open(onBtrfs, "btrfs");
                SnapshotStore reflink = open(onBtrfs, "vfs");
                SnapshotStore copy = open(onDisk, "vfs");
                SnapshotStore overlay = open(onDisk, "overlay")) {
            Map<String, SnapshotStore> contenders = new LinkedHashMap<>();
            contenders.put("btrfs", btrfs);
            contenders.put("overlay", overlay);
            contenders.put("vfs, by reflink on btrfs", reflink);
            contenders.put("vfs, whole copies", copy);
            Map<String, List<Double>> medians = new LinkedHashMap<>();
            for (int files : new int[] {3_000, 30_000}) {
                Map<String, double[]> samples = new LinkedHashMap<>();
                for (Map.Entry<String, SnapshotStore> contender : contenders.entrySet()) {
                    image(contender.getValue(), files);
                    samples.put(contender.getKey(), new double[rounds]);
                }
                for (int round = -1; round < rounds; round++) {
                    for (Map.Entry<String, SnapshotStore> contender : contenders.entrySet()) {
                        double took = prepareAndRemove(contender.getValue(), key("image " + files));
                        if (round >= 0) {
                            samples.get(contender.getKey())[round] = took;
                        }
                    }
                }
                samples.forEach((name, times) ->
                        medians.computeIfAbsent(name, _ -> new ArrayList<>()).add(median(times)));
            }
            medians.forEach((name, times) ->
                    System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f |%n", name, times.get(0), times.get(1)));
            for (SnapshotStore store : contenders.values()) {
                store.remove(key("image 3000"));
                store.remove(key("image 30000"));
                store.cleanup();
            }
        }
    }

    private static double prepareAndRemove(SnapshotStore store, SnapshotKey image) throws IOException {
        long start = System.nanoTime();
        SnapshotKey key = key("container");
        store.prepare(key, Optional.of(image), Map.of());
        store.remove(key);
        store.cleanup();
        return (System.nanoTime() - start) / 1e6;
    }

    private void diff(Path onBtrfs, int files, int rounds) throws IOException {
        try (SnapshotStore store = open(onBtrfs, "btrfs")) {
            SnapshotKey image = image(store, files);
            SnapshotKey active = key("changing");
            store.prepare(active, Optional.of(image), Map.of());
            for (int i = 0; i < 10; i++) {
                int at = i * (files / 10);
                Path file = tree(store, active).resolve("d" + at / FILES_IN_DIRECTORY).resolve("f" + at);
                Files.write(file, new byte[] {1, 2, 3});
            }
            SnapshotKey changed = key("changed");
            store.commit(changed, active, COMMIT);
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
            store.remove(image);
            store.cleanup();
        }
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
