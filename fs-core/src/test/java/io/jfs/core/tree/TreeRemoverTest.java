package io.jfs.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemoverTest {
    private static final int DEEP = 20_000;

    @TempDir
    Path place;

    @Test
    void a_tree_is_removed_with_all_that_is_in_it() throws IOException {
        Path tree = makeTree("tree", 3, 4);
        TreeRemover.remove(tree);
        assertThat(tree).doesNotExist();
    }

    @Test
    void a_single_file_is_removed_and_what_is_missing_counts_as_removed() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "x");
        TreeRemover.remove(file);
        TreeRemover.remove(file);
        TreeRemover.remove(place.resolve("no/such/parent"));
        assertThat(file).doesNotExist();
    }

    @Test
    void a_root_directory_is_refused() {
        assertThatThrownBy(() -> TreeRemover.remove(Path.of("/"))).hasMessageContaining("root directory");
    }

    @Test
    void contents_are_removed_and_the_directory_stays() throws IOException {
        Path tree = makeTree("tree", 2, 3);
        try (Fd fd = Open.open(tree, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            TreeRemover.removeContents(fd);
        }
        assertThat(tree).isEmptyDirectory();
    }

    @Test
    void symbolic_links_are_removed_and_never_followed() throws IOException {
        Path outside = makeTree("outside", 1, 2);
        Path tree = Files.createDirectory(place.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(place.resolve("root link"), outside);
        TreeRemover.remove(tree);
        TreeRemover.remove(place.resolve("root link"));
        assertThat(tree).doesNotExist();
        assertThat(outside).isNotEmptyDirectory();
    }

    @Test
    void directories_without_permissions_are_removed() throws IOException {
        try (TreeFixture tree = TreeFixture.at(place)) {
            tree.dir("t").dir("t/shut").file("t/shut/file", "").dir("t/shut/in").file("t/shut/in/file", "");
            tree.chmod("t/shut/in", 0).chmod("t/shut", 0).chmod("t", 0500);
        }
        TreeRemover.remove(place.resolve("t"));
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void depth_costs_neither_stack_nor_descriptors() throws IOException {
        // In memory if there is such a filesystem: on disk the journal makes this slow.
        Path memory = Path.of("/dev/shm");
        Path tree = Files.createTempDirectory(Files.isWritable(memory) ? memory : place, "deep");
        Fd at = Open.open(tree, Open.O_RDONLY | Open.O_DIRECTORY, 0);
        for (int depth = 0; depth < DEEP; depth++) {
            Links.mkdirAt(at, "d", 0755);
            Fd inside = Open.openAt(at, "d", Open.O_RDONLY | Open.O_DIRECTORY, 0);
            at.close();
            at = inside;
        }
        at.close();
        TreeRemover.remove(tree);
        assertThat(tree).doesNotExist();
    }

    @Test
    void what_is_mounted_in_a_tree_is_reported_and_not_touched() throws IOException {
        TreeFixture.requireRoot();
        Path outside = makeTree("outside", 1, 2);
        Path tree = makeTree("tree", 2, 2);
        Path target = tree.resolve("0/mounted");
        Files.createDirectory(target);
        Mounter.mount(List.of(new Mount("bind", outside.toString(), List.of("bind", "rw"))), target);
        try {
            assertThatThrownBy(() -> TreeRemover.remove(tree)).hasMessageContaining("EBUSY");
            assertThat(outside).isNotEmptyDirectory();
            assertThat(tree.toFile().list()).as("all else is gone").containsExactly("0");
        } finally {
            Mounter.unmount(target);
        }
        TreeRemover.remove(tree);
        assertThat(tree).doesNotExist();
    }

    @Test
    void many_may_remove_the_same_tree() throws Exception {
        Path tree = makeTree("tree", 4, 5);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Path>> removals = IntStream.range(0, 4)
                    .<Callable<Path>>mapToObj(i -> () -> {
                        TreeRemover.remove(tree);
                        return tree;
                    })
                    .toList();
            for (Future<Path> removal : threads.invokeAll(removals)) {
                removal.get();
            }
        }
        assertThat(tree).doesNotExist();
    }

    /** Directories {@code 0}, {@code 1}, … in each other, and a file in each. */
    private Path makeTree(String name, int depth, int width) throws IOException {
        Path root = Files.createDirectory(place.resolve(name));
        fill(root, depth, width);
        return root;
    }

    private static void fill(Path directory, int depth, int width) throws IOException {
        Files.writeString(directory.resolve("file"), "x");
        for (int i = 0; depth > 0 && i < width; i++) {
            fill(Files.createDirectory(directory.resolve(Integer.toString(i))), depth - 1, width);
        }
    }
}
