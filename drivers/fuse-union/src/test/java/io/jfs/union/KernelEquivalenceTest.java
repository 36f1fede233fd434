package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same operations on a union and on the kernel's overlay: same answers, same trees, and an upper that both read.
 */
@RequiresRoot
final class KernelEquivalenceTest {
    /** Odd seeds keep hard links by an index, even ones break them. */
    private static String[] options(long seed) {
        String index = hasIndex(seed) ? "index=on" : "index=off";
        return new String[] {"redirect_dir=on", index, metacopy(seed), "xino=off"};
    }

    private static String metacopy(long seed) {
        return hasMetacopy(seed) ? "metacopy=on" : "metacopy=off";
    }

    private static boolean hasMetacopy(long seed) {
        return seed / 1000 % 3 > 0;
    }

    private static UnionOptions withOptions(UnionOptions options, long seed) {
        return options.withIndex(hasIndex(seed)).withMetacopy(hasMetacopy(seed));
    }

    private static boolean hasIndex(long seed) {
        return seed / 1000 % 2 == 1;
    }

    private static final int SEEDS = Integer.getInteger("union.seeds", 12);
    private static final int STEPS = 60;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_same_operations_have_the_same_outcome(int lowers) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            long mixed = seed * 1000L + lowers;
            try (Layering layers = new Layering()) {
                makeLowers(layers, lowers, mixed);
                compare(layers, mixed);
            }
        }
    }

    /** Each lower is the upper of a kernel overlay on those below, so that whiteouts and redirects are in it. */
    private static void makeLowers(Layering layers, int count, long seed) throws IOException {
        for (int i = 0; i < count; i++) {
            RandomOperations operations = new RandomOperations(seed * 31 + i);
            List<Path> below = List.copyOf(layers.lowers());
            Path made = layers.newLower();
            Path work = Files.createDirectory(layers.path("work" + i));
            try (Tree tree = below.isEmpty()
                    ? KernelTree.directory(made)
                    : KernelTree.overlay(below, made, work, "redirect_dir=on", "index=off", metacopy(seed))) {
                for (int step = 0; step < 40; step++) {
                    operations.next(tree.dump()).on(tree);
                }
            }
        }
    }

    private static void compare(Layering layers, long seed) throws IOException {
        RandomOperations operations = new RandomOperations(seed);
        List<String> history = new ArrayList<>();
        UnionOptions options = withOptions(layers.options(), seed).withMaxDescriptors(seed / 1000 % 4 == 0 ? 2 : 1000);
        try (UnionTree union = new UnionTree(Union.open(options), seed / 1000 % 3 == 0)) {
            try (KernelTree kernel = layers.kernel(options(seed))) {
                assertThat(union.dump()).as("seed %d before", seed).isEqualTo(kernel.dump());
                for (int i = 0; i < STEPS; i++) {
                    RandomOperations.Step step = operations.next(kernel.dump());
                    String expected = step.on(kernel);
                    history.add(step.text() + ": " + expected);
                    String outcome = step.on(union);
                    assertThat(outcome).as("seed %d: %s", seed, history).isEqualTo(expected);
                    assertThat(union.dump()).as("seed %d: %s", seed, history).isEqualTo(kernel.dump());
                }
            }
            try (UnionTree onKernels = new UnionTree(
                    Union.open(withOptions(
                            UnionOptions.of(layers.lowers(), layers.path("kernel"), layers.path("kernel-work")), seed)),
                    false)) {
                assertThat(onKernels.dump())
                        .as("on the kernel's upper, %d: %s", seed, history)
                        .isEqualTo(union.dump());
            }
        }
        try (UnionTree again = new UnionTree(Union.open(withOptions(layers.options(), seed)), false);
                KernelTree kernel = layers.kernelOnUnion(options(seed))) {
            assertThat(again.dump()).as("again, seed %d: %s", seed, history).isEqualTo(kernel.dump());
        }
    }
}
