package io.jfs.image;

import static io.jfs.image.StoreFixture.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Progress;
import io.jfs.image.tree.ImageTree;
import io.jfs.image.tree.TreeNode;
import io.jfs.testkit.TarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into an image a second time, out of the headers that the first time kept below {@code root/headers}. */
class LookAgainTest {
    @TempDir
    Path directory;

    private StoreFixture store;
    private Image image;

    @BeforeEach
    void load() throws IOException {
        store = new StoreFixture(directory);
        TestImage made = TestImage.of(
                new TarBuilder()
                        .dir("etc")
                        .file("etc/kept", "below")
                        .file("etc/gone", "x")
                        .build(),
                new TarBuilder()
                        .whiteout("etc/gone")
                        .file("etc/new", "above")
                        .hardLink("etc/link", "etc/new")
                        .build());
        image = store.loadStream(TestImage.tar(made.layout("a:1")), options()).getFirst();
    }

    @AfterEach
    void check() throws IOException {
        store.assertClean();
        store.close();
    }

    private List<Path> headers() throws IOException {
        try (Stream<Path> files = Files.list(store.root.root().resolve("headers"))) {
            return files.sorted().toList();
        }
    }

    /** Looks, and gives what was told of archives that were read. */
    private List<Progress> look() throws IOException {
        List<Progress> told = new ArrayList<>();
        ImageTree tree = store.images.tree(image, told::add);
        List<String> paths = new ArrayList<>();
        tree.walk("/", node -> paths.add(node.path()));
        assertThat(paths).containsExactly("/", "/etc", "/etc/kept", "/etc/link", "/etc/new");
        assertThat(tree.list("/etc")).extracting(TreeNode::size).containsExactly(5L, 5L, 5L);
        try (InputStream content = tree.open("/etc/link")) {
            assertThat(content).hasContent("above");
        }
        return told;
    }

    @Test
    void the_second_look_reads_no_archive_but_for_content() throws Exception {
        assertThat(look()).isNotEmpty();
        assertThat(headers()).hasSize(2);
        assertThat(look()).isEmpty();
    }

    @Test
    void damaged_headers_are_replaced() throws Exception {
        look();
        byte[] good = Files.readAllBytes(headers().getFirst());
        for (int length : new int[] {0, good.length / 2, good.length - 1}) {
            byte[] damaged = Arrays.copyOf(good, length);
            Files.write(headers().getFirst(), damaged);
            assertThat(look()).as("cut to %d bytes", length).isNotEmpty();
            assertThat(headers().getFirst()).hasBinaryContent(good);
        }
        for (int at = 0; at < good.length; at += 7) {
            byte[] damaged = good.clone();
            damaged[at] ^= 0x40;
            Files.write(headers().getFirst(), damaged);
            look();
        }
    }

    @Test
    void headers_go_with_their_layer() throws Exception {
        look();
        store.images.remove("a:1", false, Optional.empty());
        assertThat(headers()).isEmpty();
    }

    @Test
    void prune_removes_headers_that_died_on_their_way() throws Exception {
        look();
        Files.writeString(store.root.root().resolve("headers/.123.new"), "half");
        store.images.prune(false, Optional.empty());
        assertThat(headers()).hasSize(2).noneMatch(file -> file.toString().endsWith(".new"));
    }

    @Test
    void a_store_where_nothing_can_be_kept_is_looked_into_all_the_same() throws Exception {
        Files.writeString(store.root.root().resolve("headers"), "in the way");
        assertThat(look()).isNotEmpty();
        assertThat(look()).isNotEmpty();
    }
}
