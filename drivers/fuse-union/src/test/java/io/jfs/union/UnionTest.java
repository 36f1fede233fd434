package io.jfs.union;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a union does that trees do not show. The lower layer:
 *
 * <pre>
 *   file    "lower"       one, two   links of one file, "linked"
 *   dir/in  "in"          sub/deep/leaf
 * </pre>
 */
@RequiresRoot
final class UnionTest {
    private static final Caller CALLER = new Caller(0, 0, 022);

    private Layering layers;
    private Path lower;
    private UnionTree tree;
    private Union union;

    @BeforeEach
    void make_layers() throws IOException {
        layers = new Layering();
        lower = layers.newLower();
        Files.writeString(lower.resolve("file"), "lower");
        Files.writeString(lower.resolve("one"), "linked");
        Files.createLink(lower.resolve("two"), lower.resolve("one"));
        Files.createDirectory(lower.resolve("dir"));
        Files.writeString(lower.resolve("dir/in"), "in");
        Files.createDirectories(lower.resolve("sub/deep"));
        Files.writeString(lower.resolve("sub/deep/leaf"), "leaf");
        open(layers.options());
    }

    private void open(UnionOptions options) throws IOException {
        tree = new UnionTree(Union.open(options), true);
        union = tree.union();
    }

    private void reopen() throws IOException {
        tree.close();
        open(layers.options());
    }

    @AfterEach
    void remove_layers() throws IOException {
        tree.close();
        layers.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(long node, long handle) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        union.read(node, handle, 0, buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private String read(String path) throws IOException {
        return read(tree.walk(path), Union.NO_HANDLE);
    }

    private static void assertFails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void the_inode_number_stays_over_copy_up_rename_and_remount() throws IOException {
        long file = tree.inode("file");
        long directory = tree.inode("dir");
        tree.chmod("file", 0600);
        tree.chmod("dir", 0700);
        assertThat(tree.inode("file")).isEqualTo(file);
        tree.rename("file", "dir/moved", 0);
        tree.rename("dir", "elsewhere", 0);
        assertThat(tree.inode("elsewhere/moved")).isEqualTo(file);
        reopen();
        assertThat(tree.inode("elsewhere/moved")).isEqualTo(file);
        assertThat(tree.inode("elsewhere")).isEqualTo(directory);
    }

    @Test
    void lower_links_stay_links_over_copy_up_and_remount() throws IOException {
        long one = tree.walk("one");
        assertThat(tree.walk("two")).isEqualTo(one);
        tree.write("one", 0, "LINKED");
        assertThat(read("two")).isEqualTo("LINKED");
        assertThat(links("two")).isEqualTo(2);
        reopen();
        assertThat(tree.walk("two")).isEqualTo(tree.walk("one"));
        assertThat(links("one")).isEqualTo(2);
        tree.write("two", 0, "both");
        assertThat(read("one")).isEqualTo("bothED");
    }

    @Test
    void an_alias_that_nobody_looked_up_before_the_copy_up_is_the_same_file() throws IOException {
        tree.write("one", 0, "LINKED");
        reopen();
        assertThat(read("two")).isEqualTo("LINKED");
        tree.write("two", 0, "again!");
        assertThat(read("one")).isEqualTo("again!");
        assertThat(Files.readString(layers.path("union").resolve("two"))).isEqualTo("again!");
    }

    @Test
    void the_index_goes_with_the_last_link() throws IOException {
        tree.write("one", 0, "x");
        assertThat(layers.path("union-work").resolve("index").toFile().list()).hasSize(1);
        tree.unlink("one");
        assertThat(links("two")).isEqualTo(1);
        tree.unlink("two");
        assertThat(layers.path("union-work").resolve("index").toFile().list()).isEmpty();
    }

    private int links(String path) throws IOException {
        Attributes out = new Attributes();
        union.getAttributes(tree.walk(path), out);
        return out.links();
    }

    @Test
    void links_in_the_upper_are_counted() throws IOException {
        tree.file("new", 0644, "x");
        tree.link("new", "dir/other");
        assertThat(links("new")).isEqualTo(2);
        assertThat(tree.walk("new")).isEqualTo(tree.walk("dir/other"));
        tree.unlink("new");
        assertThat(links("dir/other")).isEqualTo(1);
    }

    @Test
    void an_unlinked_file_lives_while_it_is_known() throws IOException {
        long lowerFile = tree.walk("file");
        long upperFile = tree.walk("dir/in");
        tree.chmod("dir/in", 0600);
        tree.unlink("file");
        tree.unlink("dir/in");
        assertThat(read(lowerFile, Union.NO_HANDLE)).isEqualTo("lower");
        assertThat(read(upperFile, Union.NO_HANDLE)).isEqualTo("in");
        union.write(lowerFile, Union.NO_HANDLE, 0, bytes("L"), false);
        union.write(upperFile, Union.NO_HANDLE, 0, bytes("IN"), false);
        assertThat(read(lowerFile, Union.NO_HANDLE)).isEqualTo("Lower");
        assertThat(read(upperFile, Union.NO_HANDLE)).isEqualTo("IN");
        assertFails(Errno.ENOENT, () -> tree.walk("file"));
        tree.file("file", 0644, "third");
        assertThat(read("file")).isEqualTo("third");
        assertThat(read(lowerFile, Union.NO_HANDLE)).isEqualTo("Lower");
    }

    @Test
    void a_handle_for_reading_sees_what_is_written_after_copy_up() throws IOException {
        long node = tree.walk("file");
        long reader = union.open(node, Open.O_RDONLY);
        long writer = union.open(node, Open.O_RDWR);
        union.write(node, writer, 0, bytes("UPPER"), false);
        assertThat(read(node, reader)).isEqualTo("UPPER");
        union.release(reader);
        union.release(writer);
        assertThat(Files.readString(lower.resolve("file"))).isEqualTo("lower");
    }

    @Test
    void opening_with_truncation_copies_no_data() throws IOException {
        union.release(union.open(tree.walk("file"), Open.O_WRONLY | Open.O_TRUNC));
        assertThat(read("file")).isEmpty();
        assertThat(layers.path("union").resolve("file")).isEmptyFile();
    }

    @Test
    void a_file_without_a_name_can_get_one() throws IOException {
        Attributes out = new Attributes();
        long made = union.makeTemporary(tree.walk("dir"), 0640, CALLER, out);
        long handle = union.open(made, Open.O_RDWR);
        long node = out.node();
        assertThat(out.links()).isZero();
        union.write(node, handle, 0, bytes("temporary"), false);
        long linked = union.link(node, Union.ROOT, Name.of("named"), out);
        assertThat(linked).isEqualTo(node);
        assertThat(out.links()).isEqualTo(1);
        assertThat(read("named")).isEqualTo("temporary");
        union.release(handle);
        union.forget(node, 2);
    }

    @Test
    void a_reading_of_a_directory_goes_on_where_it_was_whatever_happens() throws IOException {
        for (int i = 0; i < 20; i++) {
            tree.file("dir/f" + i, 0644, "");
        }
        List<String> first = new ArrayList<>();
        long offset = readSome("dir", 0, 10, first);
        tree.unlink("dir/" + first.get(4));
        tree.file("dir/late", 0644, "");
        assertThat(tree.list("dir")).contains("late");
        List<String> rest = new ArrayList<>();
        readSome("dir", offset, 100, rest);
        assertThat(rest)
                .doesNotContainAnyElementsOf(first)
                .doesNotHaveDuplicates()
                .contains("late");
        assertThat(first.size() + rest.size()).isEqualTo(24);
    }

    private long readSome(String path, long offset, int count, List<String> into) throws IOException {
        long[] next = {offset};
        union.readDirectory(tree.walk(path), offset, (name, inode, type, cookie) -> {
            if (into.size() == count) {
                return false;
            }
            into.add(name.toString());
            next[0] = cookie;
            return true;
        });
        return next[0];
    }

    @Test
    void without_an_upper_every_change_is_refused() throws IOException {
        tree.close();
        open(UnionOptions.readOnly(layers.lowers()));
        assertThat(read("file")).isEqualTo("lower");
        assertFails(Errno.EROFS, () -> tree.file("new", 0644, ""));
        assertFails(Errno.EROFS, () -> tree.unlink("file"));
        assertFails(Errno.EROFS, () -> tree.chmod("file", 0600));
        assertFails(Errno.EROFS, () -> tree.rename("file", "dir/x", 0));
        assertFails(Errno.EROFS, () -> tree.setXattr("file", "user.x", "y"));
        assertFails(Errno.EROFS, () -> union.open(tree.walk("file"), Open.O_RDWR));
    }

    @Test
    void holes_stay_holes() throws IOException {
        try (Fd fd = Open.open(lower.resolve("sparse"), Open.O_CREAT | Open.O_RDWR, 0644)) {
            FileIo.truncate(fd, 10 << 20);
            FileIo.pwriteFully(fd, bytes("data"), 5 << 20);
        }
        long node = tree.walk("sparse");
        assertThat(union.seek(node, Union.NO_HANDLE, 0, true)).isEqualTo(5 << 20);
        tree.chmod("sparse", 0600);
        assertThat(union.seek(node, Union.NO_HANDLE, 0, true)).isEqualTo(5 << 20);
        Attributes out = new Attributes();
        union.getAttributes(node, out);
        assertThat(out.blocks()).isLessThan(100);
    }

    @Test
    void space_is_reserved_punched_and_copied() throws IOException {
        tree.file("new", 0644, "0123456789");
        long node = tree.walk("new");
        union.allocate(node, Union.NO_HANDLE, 0, 0, 100);
        Attributes out = new Attributes();
        union.getAttributes(node, out);
        assertThat(out.size()).isEqualTo(100);
        long copied = union.copyRange(tree.walk("file"), Union.NO_HANDLE, 0, node, Union.NO_HANDLE, 10, 5);
        assertThat(copied).isEqualTo(5);
        assertThat(read("new")).startsWith("0123456789lower");
        assertFails(Errno.ENXIO, () -> union.seek(node, Union.NO_HANDLE, 1000, true));
    }

    @Test
    void own_marks_are_hidden_and_refused() throws IOException {
        tree.chmod("file", 0600);
        assertThat(union.listXattrs(tree.walk("file"))).isEmpty();
        assertThat(union.getXattr(tree.walk("file"), "trusted.overlay.origin")).isEmpty();
        assertFails(Errno.EOPNOTSUPP, () -> tree.setXattr("file", "trusted.overlay.opaque", "y"));
    }

    @Test
    void a_whiteout_cannot_be_made_by_mknod() {
        assertFails(Errno.EPERM, () -> tree.mknod("w", FileType.CHARACTER_DEVICE.bits() | 0600, 0, 0));
    }

    @Test
    void a_removed_directory_takes_nothing_in_and_still_has_attributes() throws IOException {
        tree.unlink("dir/in");
        long directory = tree.walk("dir");
        tree.rmdir("dir");
        assertFails(Errno.ENOENT, () -> union.makeDirectory(directory, Name.of("x"), 0755, CALLER, new Attributes()));
        Attributes out = new Attributes();
        assertThat(union.lookup(directory, Name.of("in"), out)).isZero();
        union.getAttributes(directory, out);
        assertThat(out.links()).isZero();
    }

    @Test
    void dead_ids_are_stale() throws IOException {
        long node = tree.walk("file");
        tree.close();
        open(layers.options());
        Attributes out = new Attributes();
        long id = union.lookup(Union.ROOT, Name.of("file"), out);
        union.forget(id, 1);
        assertFails(Errno.ESTALE, () -> union.getAttributes(id, out));
        long again = union.lookup(Union.ROOT, Name.of("file"), out);
        assertThat(again).isNotEqualTo(id);
        union.forget(again, 1);
        assertThat(node).isPositive();
    }

    @Test
    void bad_renames_are_refused() throws IOException {
        assertFails(Errno.EINVAL, () -> tree.rename("sub", "sub/deep/x", 0));
        assertFails(Errno.ENOTEMPTY, () -> tree.rename("dir", "sub", 0));
        assertFails(Errno.EISDIR, () -> tree.rename("file", "dir", 0));
        assertFails(Errno.ENOTDIR, () -> tree.rename("dir", "file", 0));
        assertFails(Errno.EINVAL, () -> tree.rename("file", "x", Links.RENAME_WHITEOUT));
        assertFails(Errno.ENAMETOOLONG, () -> tree.walk("x".repeat(256)));
    }

    @Test
    void copy_up_leaves_the_times_of_the_directory() throws IOException {
        FileStat before = stat(lower, "sub/deep");
        tree.chmod("sub/deep/leaf", 0600);
        FileStat after = stat(layers.path("union"), "sub/deep");
        assertThat(after.mtimeSeconds()).isEqualTo(before.mtimeSeconds());
        assertThat(after.mtimeNanos()).isEqualTo(before.mtimeNanos());
    }

    private static FileStat stat(Path root, String path) throws IOException {
        try (Fd fd = Open.open(root.resolve(path), Open.O_PATH, 0)) {
            return Stat.stat(fd);
        }
    }

    @Test
    void few_descriptors_are_enough() throws IOException {
        tree.close();
        open(layers.options().withMaxDescriptors(1));
        for (int i = 0; i < 50; i++) {
            tree.mkdir("d" + i, 0755);
            tree.file("d" + i + "/f", 0644, "x" + i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(read("d" + i + "/f")).isEqualTo("x" + i);
        }
        assertThat(tree.dump()).hasSize(109);
    }

    @Test
    void looking_up_what_is_known_makes_no_garbage() throws IOException {
        long node = tree.walk("dir/in");
        long directory = tree.walk("dir");
        Name name = new Name().set(new byte[] {'i', 'n'}, 0, 2);
        Attributes out = new Attributes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            union.lookup(directory, name, out);
            union.getAttributes(node, out);
            union.forget(node, 1);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    }

    private Fd lowerFile() throws IOException {
        Fd[] registered = new Fd[1];
        union.useBackings(new BackingRegistry() {
            @Override
            public int register(Fd file) throws IOException {
                registered[0] = file.duplicate();
                return 1;
            }

            @Override
            public void release(int backing) {}
        });
        union.openBacked(tree.walk("file"), Open.O_RDONLY);
        return registered[0];
    }

    @Test
    void a_lower_layer_cannot_be_written_through_what_the_union_has_open() throws IOException {
        try (Fd real = lowerFile()) {
            assertFails(Errno.EROFS, () -> Open.openAt(Fd.cwd(), real.procPath(), Open.O_RDWR, 0));
        }
    }
}
