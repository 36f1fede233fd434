package io.jfs.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The files of a run. The same seed and size give the same files; each part is made when it is first asked for. */
public final class DataSet {
    /** Where the small files are. */
    public static final String TREE = "usr/share";
    /** The largest file. */
    public static final String BIG = "big";
    /** Where the files to be copied up are, named by their size in KiB. */
    public static final String COPY = "copy";
    /** Where the shell is. */
    public static final String BUSYBOX = "bin/busybox";

    private static final int BLOCK = 1 << 20;
    private static final int LARGEST_SMALL_FILE = 20_000;
    private static final long TIME = 1_700_000_000_000L;

    private final Path directory;
    private final DataSize size;
    private final long seed;
    private final Map<String, LayeredTree> made = new HashMap<>();

    /** Makes nothing yet. */
    public DataSet(Path directory, DataSize size, long seed) {
        this.directory = directory;
        this.size = size;
        this.seed = seed;
    }

    /** How much. */
    public DataSize size() {
        return size;
    }

    /** The seed of everything random. */
    public long seed() {
        return seed;
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** The tree that most is done with: small files over some layers, one big file, a shell, files to be copied up. */
    public LayeredTree main() throws IOException {
        LayeredTree known = made.get("main");
        if (known == null) {
            known = make("main", size.layers(), size.files());
            extras(known.layers().getLast());
            settle(known);
            made.put("main", known);
        }
        return known;
    }

    /** A small tree in so many layers. */
    public LayeredTree ofDepth(int depth) throws IOException {
        String name = "depth-" + depth;
        LayeredTree known = made.get(name);
        if (known == null) {
            known = make(name, depth, Math.max(200, 10 * depth));
            settle(known);
            made.put(name, known);
        }
        return known;
    }

    private LayeredTree make(String name, int depth, int files) throws IOException {
        List<Path> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(Files.createDirectories(directory.resolve(name + "/" + i)));
        }
        Random random = new Random(seed + depth);
        byte[] noise = new byte[LARGEST_SMALL_FILE];
        for (int i = 0; i < files; i++) {
            random.nextBytes(noise);
            Path parent = layers.get(i % depth).resolve(TREE + "/p" + i / 100 + "/d" + i / 20 % 5);
            int length = 100 + random.nextInt(LARGEST_SMALL_FILE - 100) * (i % 4) / 4;
            Files.write(Files.createDirectories(parent).resolve("file" + i), java.util.Arrays.copyOf(noise, length));
        }
        return new LayeredTree(name, layers);
    }

    private void extras(Path layer) throws IOException {
        write(layer.resolve(BIG), (long) size.bigMebibytes() << 20);
        Files.createDirectories(layer.resolve(COPY));
        for (int kibibytes : size.copyKibibytes()) {
            write(layer.resolve(COPY).resolve(Integer.toString(kibibytes)), (long) kibibytes << 10);
        }
        for (String name : List.of("proc", "sys", "dev", "tmp", "etc", "bin")) {
            Files.createDirectories(layer.resolve(name));
        }
        for (String place : List.of("/usr/bin/busybox", "/bin/busybox")) {
            if (Files.isExecutable(Path.of(place)) && !Files.exists(layer.resolve(BUSYBOX))) {
                Files.copy(Path.of(place), layer.resolve(BUSYBOX));
                Files.setPosixFilePermissions(layer.resolve(BUSYBOX), PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.createSymbolicLink(layer.resolve("bin/true"), Path.of("busybox"));
                Files.createSymbolicLink(layer.resolve("bin/sh"), Path.of("busybox"));
            }
        }
    }

    private void write(Path file, long bytes) throws IOException {
        Random random = new Random(seed + bytes);
        byte[] block = new byte[BLOCK];
        try (var out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    /** Times are those of the seed too; and what was written must not be written back while something is timed. */
    private static void settle(LayeredTree tree) throws IOException {
        for (Path layer : tree.layers()) {
            try (var all = Files.walk(layer)) {
                for (Path each : (Iterable<Path>) all::iterator) {
                    if (!Files.isSymbolicLink(each)) {
                        Files.setLastModifiedTime(each, FileTime.fromMillis(TIME));
                    }
                }
            }
            Files.setPosixFilePermissions(layer, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
