package io.jfs.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Usage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeUsageTest {
    @TempDir
    Path place;

    @Test
    void blocks_are_counted_and_hard_links_once() throws IOException {
        try (TreeFixture tree = TreeFixture.at(place)) {
            tree.dir("d")
                    .file("d/file", "x".repeat(10_000))
                    .link("d/file", "link")
                    .link("d/file", "d/link");
            tree.sparse("sparse", 100 << 20).symlink("s", "link").fifo("pipe");
            long blocks = tree.stat(".").blocks()
                    + tree.stat("d").blocks()
                    + tree.stat("d/file").blocks()
                    + tree.stat("sparse").blocks();
            assertThat(TreeUsage.of(tree.root())).isEqualTo(new Usage(blocks * 512, 6));
            assertThat(blocks * 512).isLessThan(1 << 20);
        }
    }
}
