package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A union with an index of its lowers shows what it shows without one. */
@RequiresRoot
final class LayerIndexTest {
    @Test
    void a_union_with_an_index_shows_the_same() throws IOException {
        for (long seed = 1; seed <= 40; seed++) {
            try (Layering layers = new Layering()) {
                RandomLayers random = new RandomLayers(seed);
                random.make(layers);
                UnionOptions options = UnionOptions.readOnly(layers.lowers())
                        .withXattrs(random.mode())
                        .withAufsMarks(random.aufs());
                Path file = layers.path("index");
                LayerIndex.build(options, file);
                assertThat(LayerIndex.problem(options, file)).isEmpty();
                assertThat(Everything.of(options.withLayerIndex(file), random.names()))
                        .as("seed %d", seed)
                        .isEqualTo(Everything.of(options, random.names()));
            }
        }
    }

    @Test
    void changes_mean_the_same_above_an_index() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            try (Layering layers = new Layering()) {
                RandomLayers random = new RandomLayers(seed);
                random.make(layers);
                Path file = layers.path("index");
                UnionOptions plain = layers.options()
                        .withXattrs(random.mode())
                        .withAufsMarks(random.aufs())
                        .withIndex(seed % 2 == 0);
                UnionOptions indexed = UnionOptions.of(
                                layers.lowers(), layers.path("kernel"), layers.path("kernel-work"))
                        .withXattrs(random.mode())
                        .withAufsMarks(random.aufs())
                        .withIndex(seed % 2 == 0)
                        .withLayerIndex(file);
                LayerIndex.build(plain, file);
                change(plain, indexed, seed);
                assertThat(Everything.of(indexed, random.names()))
                        .as("again, seed %d", seed)
                        .hasSameSizeAs(Everything.of(plain, random.names()));
            }
        }
    }

    private static void change(UnionOptions plain, UnionOptions indexed, long seed) throws IOException {
        RandomOperations operations = new RandomOperations(seed);
        try (UnionTree expected = new UnionTree(Union.open(plain), seed % 3 == 0);
                UnionTree tree = new UnionTree(Union.open(indexed), seed % 3 == 0)) {
            StringBuilder history = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                RandomOperations.Step step = operations.next(expected.dump());
                String outcome = step.on(expected);
                history.append(step.text()).append(": ").append(outcome).append('\n');
                assertThat(step.on(tree)).as("seed %d: %s", seed, history).isEqualTo(outcome);
                assertThat(tree.dump()).as("seed %d: %s", seed, history).isEqualTo(expected.dump());
            }
            assertThat(tree.union().indexProblem()).isEmpty();
        }
    }

    @Test
    void with_an_index_the_layers_are_never_opened() throws IOException {
        try (Layering layers = new Layering()) {
            for (int i = 0; i < 64; i++) {
                Path lower = layers.newLower();
                Files.createDirectories(lower.resolve("usr/lib/only" + i + "/deep"));
                Files.writeString(lower.resolve("usr/lib/only" + i + "/deep/file"), "x");
                Files.createSymbolicLink(lower.resolve("usr/link" + i), Path.of("lib"));
            }
            Path file = layers.path("index");
            UnionOptions options = UnionOptions.readOnly(layers.lowers()).withLayerIndex(file);
            LayerIndex.build(options, file);
            List<String> indexed;
            try (Union union = Union.open(options)) {
                indexed = Everything.of(union, List.of("missing"));
                for (int i = 0; i < 1000; i++) {
                    assertThat(union.lookup(Union.ROOT, Name.of("no" + i), new Attributes()))
                            .isZero();
                }
                assertThat(union.openLowers()).isZero();
                assertThat(union.indexProblem()).isEmpty();
            }
            assertThat(indexed)
                    .hasSize(1 + 2 + 64 * 4)
                    .isEqualTo(Everything.of(UnionOptions.readOnly(layers.lowers()), List.of("missing")));
        }
    }

    @Test
    void absent_names_make_no_garbage() throws IOException {
        try (Layering layers = new Layering()) {
            Files.writeString(layers.newLower().resolve("there"), "x");
            UnionOptions options = UnionOptions.readOnly(layers.lowers()).withLayerIndex(layers.path("index"));
            LayerIndex.build(options, layers.path("index"));
            try (Union union = Union.open(options)) {
                Name missing = Name.of("missing");
                Attributes out = new Attributes();
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long found = 0;
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 200_000; i++) {
                    found += union.lookup(Union.ROOT, missing, out);
                }
                long made = threads.getCurrentThreadAllocatedBytes() - before;
                assertThat(found).isZero();
                assertThat(made).isLessThan(100_000);
            }
        }
    }

    @Test
    void one_of_many_builders_builds() throws Exception {
        try (Layering layers = new Layering()) {
            Files.writeString(layers.newLower().resolve("there"), "x");
            Path file = Files.createDirectory(layers.path("in")).resolve("index");
            UnionOptions options = UnionOptions.readOnly(layers.lowers()).withLayerIndex(file);
            Files.writeString(file.resolveSibling("index.1-2.tmp"), "left by a crash");
            try (PendingIndex first = PendingIndex.prepare(options, file);
                    PendingIndex second = PendingIndex.prepare(options, file)) {
                assertThat(first.build()).map(LayerIndex.Summary::entries).contains(1L);
                assertThat(second.build()).isEmpty();
            }
            assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
            try (Union union = Union.open(options)) {
                assertThat(union.indexProblem()).isEmpty();
            }
        }
    }
}
