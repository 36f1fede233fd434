package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of which the upper has only the attributes; {@link KernelEquivalenceTest} tries them at random. */
@RequiresRoot
final class MetacopyTest {
    private static final String MARK = "trusted.overlay.metacopy";
    private static final String CONTENT = "lower content\n".repeat(50_000);

    private Layering layers;
    private Path lower;

    @BeforeEach
    void make_layers() throws IOException {
        layers = new Layering();
        lower = layers.newLower();
        Files.createDirectory(lower.resolve("d"));
        Files.writeString(lower.resolve("d/big"), CONTENT);
    }

    @AfterEach
    void remove_layers() throws IOException {
        layers.close();
    }

    private UnionTree open(boolean metacopy) throws IOException {
        return new UnionTree(Union.open(layers.options().withMetacopy(metacopy)), false);
    }

    private boolean isMarked() throws IOException {
        try (Fd file = Open.open(layers.path("union").resolve("d/big"), Open.O_PATH, 0)) {
            return Xattr.get(file, MARK).isPresent();
        }
    }

    /** What the upper itself has, without its holes. */
    private long upperBytes() throws IOException {
        try (KernelTree upper = KernelTree.directory(layers.path("union"))) {
            return upper.allocated("d/big");
        }
    }

    private void assertKernelShows(SortedMap<String, String> dump) throws IOException {
        try (KernelTree kernel = layers.kernelOnUnion("redirect_dir=on", "index=off", "metacopy=on")) {
            assertThat(kernel.dump()).isEqualTo(dump);
        }
    }

    @Test
    void a_change_of_attributes_leaves_the_data_where_it_is() throws IOException {
        SortedMap<String, String> dump;
        try (UnionTree tree = open(true)) {
            long inode = tree.inode("d/big");
            tree.chmod("d/big", 04711);
            tree.chown("d/big", 5, 6);
            tree.mtime("d/big", 77);
            tree.setXattr("d/big", "trusted.t", new byte[] {1});
            assertThat(tree.inode("d/big")).isEqualTo(inode);
            dump = tree.dump();
        }
        assertThat(isMarked()).isTrue();
        assertThat(upperBytes()).isLessThan(CONTENT.length() / 2);
        assertThat(dump.get("d/big")).contains("5", "77");
        assertKernelShows(dump);
        try (UnionTree again = open(false)) {
            assertThat(again.dump()).isEqualTo(dump);
        }
    }

    @Test
    void writing_brings_the_data_and_nothing_else_changes() throws IOException {
        try (UnionTree tree = open(true)) {
            tree.chmod("d/big", 0640);
            tree.write("d/big", 2, "XY");
            tree.mtime("d/big", 77);
        }
        assertThat(isMarked()).isFalse();
        assertThat(Files.readString(layers.path("union").resolve("d/big"))).isEqualTo("loXY" + CONTENT.substring(4));
        assertThat(Files.readString(lower.resolve("d/big"))).isEqualTo(CONTENT);
    }

    @Test
    void a_new_name_brings_the_data_and_keeps_times_mode_and_capabilities() throws IOException {
        SortedMap<String, String> before;
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        try (UnionTree tree = open(true)) {
            tree.chmod("d/big", 06755);
            tree.setXattr("d/big", "security.capability", capability);
            tree.mtime("d/big", 77);
            before = tree.dump();
            tree.rename("d/big", "d/new", 0);
            assertThat(tree.dump().get("d/new")).isEqualTo(before.get("d/big"));
        }
        assertThat(Files.readString(layers.path("union").resolve("d/new"))).isEqualTo(CONTENT);
        try (UnionTree tree = open(true)) {
            assertThat(tree.dump().get("d/new")).isEqualTo(before.get("d/big"));
            assertKernelShows(tree.dump());
        }
    }

    @Test
    void truncating_needs_no_data() throws IOException {
        try (UnionTree tree = open(true)) {
            tree.chmod("d/big", 0640);
            tree.truncate("d/big", 0);
            tree.write("d/big", 0, "new");
        }
        assertThat(isMarked()).isFalse();
        assertThat(Files.readString(layers.path("union").resolve("d/big"))).isEqualTo("new");
    }

    @Test
    void a_directory_that_moves_takes_such_files_along() throws IOException {
        SortedMap<String, String> dump;
        try (UnionTree tree = open(true)) {
            tree.chmod("d/big", 0640);
            tree.rename("d", "moved", 0);
            dump = tree.dump();
        }
        assertThat(dump.get("moved/big")).isNotNull();
        assertKernelShows(dump);
        try (UnionTree again = open(true)) {
            assertThat(again.dump()).isEqualTo(dump);
        }
    }

    /** As a crash in the middle of copying leaves it: the mark counts, not what is there. */
    @Test
    void half_copied_data_is_not_shown() throws IOException {
        try (UnionTree tree = open(true)) {
            tree.chmod("d/big", 0640);
        }
        try (var file = new java.io.RandomAccessFile(
                layers.path("union").resolve("d/big").toFile(), "rw")) {
            file.write(new byte[4096]);
        }
        try (UnionTree tree = open(true)) {
            tree.write("d/big", 0, "L");
        }
        assertThat(Files.readString(layers.path("union").resolve("d/big"))).isEqualTo("L" + CONTENT.substring(1));
    }

    @Test
    void attributes_without_data_below_are_an_error_and_not_zeros() throws IOException {
        try (UnionTree tree = open(true)) {
            tree.chmod("d/big", 0640);
        }
        Files.delete(lower.resolve("d/big"));
        try (UnionTree tree = open(true)) {
            assertThatThrownBy(() -> tree.describe("d/big")).hasMessageContaining("EIO");
        }
    }

    @Test
    void by_default_the_data_is_copied_up() throws IOException {
        try (UnionTree tree = open(false)) {
            tree.chmod("d/big", 0640);
        }
        assertThat(isMarked()).isFalse();
        assertThat(Files.readString(layers.path("union").resolve("d/big"))).isEqualTo(CONTENT);
    }
}
