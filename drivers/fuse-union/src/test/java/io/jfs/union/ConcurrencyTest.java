package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads in few directories: nothing unexpected is answered, and what is left is sound. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@RequiresRoot
final class ConcurrencyTest {
    private static final int THREADS = 6;
    private static final int STEPS = Integer.getInteger("union.stress", 1500);

    /** What one thread's step may meet because of another's; {@code EBADF} and {@code EIO} are not among them. */
    private static final Set<String> POSSIBLE =
            Set.of("ok", "ENOENT", "EEXIST", "ENOTDIR", "EISDIR", "ENOTEMPTY", "EINVAL", "ENODATA", "EPERM", "ESTALE");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_that_change_the_same_tree_leave_it_sound(int round) throws Exception {
        try (Layering layers = new Layering()) {
            Path lower = makeLower(layers);
            SortedMap<String, String> before = dump(lower);
            SortedMap<String, String> seen;
            UnionOptions options = layers.options().withMaxDescriptors(round == 1 ? 4 : 1000);
            try (UnionTree tree = new UnionTree(Union.open(options), false)) {
                run(tree.union(), round);
                seen = tree.dump();
            }
            assertThat(dump(lower)).isEqualTo(before);
            try (UnionTree again = layers.union();
                    KernelTree kernel = layers.kernelOnUnion("redirect_dir=on", "index=on", "metacopy=off")) {
                assertThat(again.dump()).isEqualTo(seen);
                assertThat(kernel.dump()).isEqualTo(seen);
            }
            assertThat(layers.path("union-work").resolve("work").toFile().list())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private static SortedMap<String, String> dump(Path directory) throws IOException {
        try (KernelTree tree = KernelTree.directory(directory)) {
            return tree.dump();
        }
    }

    private static Path makeLower(Layering layers) throws IOException {
        Path lower = layers.newLower();
        try (KernelTree tree = KernelTree.directory(lower)) {
            for (String path : paths().keySet()) {
                int depth = path.split("/").length;
                if (depth < 3) {
                    tree.mkdir(path, 0755);
                } else if (path.endsWith("a")) {
                    Files.createLink(lower.resolve(path), firstOf(lower));
                } else {
                    tree.file(path, 0644, "lower " + path);
                }
            }
        }
        return lower;
    }

    private static Path firstOf(Path lower) throws IOException {
        Path first = lower.resolve("linked");
        if (!Files.exists(first)) {
            Files.writeString(first, "linked");
        }
        return first;
    }

    /** All paths of three names out of three, said to be directories but for the last. */
    private static SortedMap<String, String> paths() {
        SortedMap<String, String> paths = new TreeMap<>();
        for (String first : List.of("a", "b", "c")) {
            paths.put(first, "DIRECTORY");
            for (String second : List.of("a", "b", "c")) {
                paths.put(first + "/" + second, "DIRECTORY");
                for (String third : List.of("a", "b", "c")) {
                    paths.put(first + "/" + second + "/" + third, "REGULAR");
                }
            }
        }
        return paths;
    }

    private static void run(Union union, int round) throws Exception {
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long seed = round * 100L + i;
            workers.add(() -> work(union, seed));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> done : threads.invokeAll(workers)) {
                get(done);
            }
        }
    }

    private static void get(Future<Void> done) throws Exception {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a worker failed", e.getCause());
        }
    }

    private static Void work(Union union, long seed) throws IOException {
        RandomOperations operations = new RandomOperations(seed);
        SortedMap<String, String> paths = paths();
        List<String> all = List.copyOf(paths.keySet());
        UnionTree tree = new UnionTree(union, seed % 2 == 0);
        for (int i = 0; i < STEPS; i++) {
            RandomOperations.Step step = operations.next(paths);
            assertThat(step.on(tree)).as(step.text()).isIn(POSSIBLE);
            String path = all.get(i % all.size());
            new RandomOperations.Step("look", t -> t.describe(path)).on(tree);
            readDirectory(union, tree, all.get(i * 7 % all.size()));
        }
        tree.forgetAll();
        return null;
    }

    /** No name comes twice. */
    private static void readDirectory(Union union, UnionTree tree, String path) throws IOException {
        new RandomOperations.Step("list", t -> {
                    List<String> names = new ArrayList<>();
                    long node = tree.walk(path);
                    union.readDirectoryPlus(node, 0, new Attributes(), (name, attributes, next) -> {
                        names.add(name.toString());
                        return false;
                    });
                    union.readDirectory(node, 0, (name, inode, type, next) -> names.add(name.toString()));
                    assertThat(names.subList(1, names.size())).doesNotHaveDuplicates();
                })
                .on(tree);
    }
}
