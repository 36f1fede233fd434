package io.jfs.image.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.testkit.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TreeComparisonTest {
    private static final long SECOND = 1_700_000_000;

    /** Counts how often its archive is read. */
    @SuppressWarnings("ArrayRecordComponent") // equal to itself only
    private record Layer(byte[] tar, AtomicInteger opened) implements TreeLayer {
        @Override
        public InputStream openTar() {
            opened.incrementAndGet();
            return new ByteArrayInputStream(tar);
        }

        @Override
        public String command() {
            return "";
        }

        @Override
        public String describe() {
            return "layer";
        }
    }

    private static Layer layer(TarBuilder tar) {
        return new Layer(tar.build(), new AtomicInteger());
    }

    private static ImageTree tree(Layer... layers) throws IOException {
        return ImageTree.of(List.of(layers), IndexListener.NONE);
    }

    private static List<String> since(ImageTree before, ImageTree after) throws IOException {
        List<String> changes = new ArrayList<>();
        after.changesSince(before, change -> changes.add(change.kind().letter() + " " + change.path()));
        return changes;
    }

    private static List<String> top(Layer... layers) throws IOException {
        List<String> changes = new ArrayList<>();
        tree(layers).topChanges(change -> changes.add(change.kind().letter() + " " + change.path()));
        return changes;
    }

    private static TarBuilder base() {
        return new TarBuilder()
                .dir("etc", entry -> entry.mtime(SECOND))
                .file("etc/a", "one", entry -> entry.mtime(SECOND))
                .file("etc/b", "two", entry -> entry.mtime(SECOND))
                .dir("var", entry -> entry.mtime(SECOND))
                .file("var/x", "x", entry -> entry.mtime(SECOND));
    }

    @Test
    void the_only_layer_adds_everything() throws IOException {
        assertThat(top(layer(base()))).containsExactly("A /etc", "A /etc/a", "A /etc/b", "A /var", "A /var/x");
    }

    @Test
    void the_top_layer_adds_changes_and_deletes_and_nothing_is_said_of_what_was_below_a_deleted_directory()
            throws IOException {
        Layer upper = layer(new TarBuilder()
                .file("etc/a", "longer than before", entry -> entry.mtime(SECOND))
                .whiteout("etc/b")
                .whiteout("var")
                .dir("new")
                .file("new/n", "n"));
        assertThat(top(layer(base()), upper)).containsExactly("C /etc/a", "D /etc/b", "A /new", "A /new/n", "D /var");
    }

    @Test
    void what_a_layer_only_repeats_is_no_change() throws IOException {
        assertThat(top(layer(base()), layer(base()))).isEmpty();
    }

    @Test
    void content_is_read_where_all_else_is_equal() throws IOException {
        Layer upper = layer(new TarBuilder()
                .file("etc/a", "ONE", entry -> entry.mtime(SECOND))
                .file("etc/b", "two", entry -> entry.mtime(SECOND)));
        assertThat(top(layer(base()), upper)).containsExactly("C /etc/a");
        Layer exact = layer(new TarBuilder().file("etc/a", "ONE", entry -> entry.mtime(SECOND, 5)));
        Layer likewise = layer(new TarBuilder().file("etc/a", "one", entry -> entry.mtime(SECOND, 5)));
        assertThat(top(exact, likewise))
                .as("a time with a fraction is believed")
                .isEmpty();
    }

    @Test
    void every_attribute_counts() throws IOException {
        TarBuilder lower = new TarBuilder()
                .file("mode", "", entry -> entry.mtime(1))
                .file("owner", "", entry -> entry.mtime(1))
                .file("time", "", entry -> entry.mtime(1))
                .file("xattr", "", entry -> entry.mtime(1))
                .file("label", "", entry -> entry.mtime(1))
                .symlink("link", "a")
                .characterDevice("device", 1, 3)
                .fifo("type");
        TarBuilder upper = new TarBuilder()
                .file("mode", "", entry -> entry.mtime(1).mode(0600))
                .file("owner", "", entry -> entry.mtime(1).owner(1, 0))
                .file("time", "", entry -> entry.mtime(1, 1))
                .file("xattr", "", entry -> entry.mtime(1).xattr("user.a", "b"))
                .file("label", "", entry -> entry.mtime(1).xattr("security.selinux", "b"))
                .symlink("link", "b")
                .characterDevice("device", 1, 5)
                .file("type", "");
        assertThat(top(layer(lower), layer(upper)))
                .containsExactly("C /device", "C /link", "C /mode", "C /owner", "C /time", "C /type", "C /xattr");
    }

    @Test
    void a_directory_that_became_a_file_is_one_change_and_the_reverse_adds_what_is_below() throws IOException {
        Layer file = layer(new TarBuilder().file("var", "now a file"));
        assertThat(top(layer(base()), file)).containsExactly("C /var");
        Layer directory = layer(new TarBuilder().dir("var").file("var/log", ""));
        assertThat(top(layer(base()), file, directory)).containsExactly("C /var", "A /var/log");
    }

    @Test
    void two_images_are_compared_and_layers_that_they_share_are_read_once_each() throws IOException {
        Layer shared = layer(base());
        ImageTree before = tree(shared, layer(new TarBuilder().file("only", "1").whiteout("var/x")));
        ImageTree after = tree(shared, layer(new TarBuilder().file("etc/c", "3")));
        assertThat(since(before, after)).containsExactly("A /etc/c", "D /only", "A /var/x");
        assertThat(shared.opened()).hasValue(2);
        assertThat(since(before, before)).isEmpty();
    }

    @Test
    void a_hard_link_is_what_it_links_to() throws IOException {
        ImageTree linked = tree(layer(base().hardLink("etc/l", "etc/a")));
        ImageTree copied = tree(layer(base().file("etc/l", "one", entry -> entry.mtime(SECOND))));
        ImageTree other = tree(layer(base().file("etc/l", "ONE", entry -> entry.mtime(SECOND))));
        assertThat(since(linked, copied)).isEmpty();
        assertThat(since(linked, other)).containsExactly("C /etc/l");
    }
}
