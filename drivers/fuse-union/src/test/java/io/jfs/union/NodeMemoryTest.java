package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How much a union takes for what the kernel remembers of it: a million files must do with 512 MB. */
@RequiresRoot
class NodeMemoryTest {
    private static final int DIRECTORIES = 50;
    private static final int FILES = 1_000;
    private static final long MOST_BYTES = (512L << 20) / 1_000_000;

    @Test
    void a_known_file_takes_no_more_than_its_share_and_a_forgotten_one_nothing() throws IOException {
        try (Layering layers = new Layering()) {
            Path lower = layers.newLower();
            for (int i = 0; i < DIRECTORIES; i++) {
                Path directory = Files.createDirectory(lower.resolve("directory" + i));
                for (int j = 0; j < FILES; j++) {
                    Files.createFile(directory.resolve("file-number-" + j));
                }
            }
            try (Union union = Union.open(layers.options())) {
                forget(union, walk(union)); // what is made once is made now
                long before = used();
                long[] nodes = walk(union);
                long known = used() - before;
                assertThat(known / nodes.length).as("bytes for a file").isLessThan(MOST_BYTES);
                forget(union, nodes);
                assertThat(union.knownNodes()).as("the root alone").isEqualTo(1);
            }
        }
    }

    private static void forget(Union union, long[] nodes) {
        for (long node : nodes) {
            union.forget(node, 1);
        }
    }

    /** Makes everything known; returns what it is known by. */
    private static long[] walk(Union union) throws IOException {
        long[] nodes = new long[DIRECTORIES * (FILES + 1)];
        Attributes out = new Attributes();
        int next = 0;
        for (int i = 0; i < DIRECTORIES; i++) {
            long directory = union.lookup(Union.ROOT, Name.of("directory" + i), out);
            for (int j = 0; j < FILES; j++) {
                nodes[next++] = union.lookup(directory, Name.of("file-number-" + j), out);
            }
            nodes[next++] = directory;
        }
        return nodes;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
