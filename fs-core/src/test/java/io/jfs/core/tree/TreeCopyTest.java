package io.jfs.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTest {
    /** An access list: owner rwx, user 7 rw, group r, mask rw, others none; the form of linux/posix_acl_xattr.h. */
    private static final byte[] ACL = {
        2, 0, 0, 0, 1, 0, 7, 0, -1, -1, -1, -1, 2, 0, 6, 0, 7, 0, 0, 0, 4, 0, 4, 0, -1, -1, -1, -1, 16, 0, 6, 0, -1, -1,
        -1, -1, 32, 0, 0, 0, -1, -1, -1, -1
    };

    @TempDir
    Path place;

    private TreeFixture from;
    private TreeFixture to;

    @BeforeEach
    void makeBoth() throws IOException {
        TreeFixture.requireRoot();
        from = TreeFixture.at(Files.createDirectory(place.resolve("from")));
        to = TreeFixture.at(Files.createDirectory(place.resolve("to")));
    }

    @AfterEach
    void removeBoth() throws IOException {
        from.close();
        to.close();
        TreeRemover.remove(place.resolve("from"));
        TreeRemover.remove(place.resolve("to"));
    }

    private CopyResult copy() throws IOException {
        return copy(4);
    }

    private CopyResult copy(int threads) throws IOException {
        CopyResult result = TreeCopy.copy(from.root(), to.root(), new CopyOptions(threads));
        assertThat(Listing.of(to.root())).isEqualTo(Listing.of(from.root()));
        return result;
    }

    @Test
    void every_kind_of_file_is_copied_with_its_attributes() throws IOException {
        from.file("setuid", "x").chown("setuid", 5, 6).chmod("setuid", 06755);
        from.file("capable", "x")
                .chown("capable", 5, 6)
                .xattr("capable", "security.capability", TreeFixture.capNetRaw());
        from.file("shared", "x").xattr("shared", "system.posix_acl_access", ACL);
        from.file("labelled", "x").xattr("labelled", "user.x", "1").xattr("labelled", "trusted.y", "2");
        from.file("shut", "x").xattr("shut", "user.x", "1").chmod("shut", 0);
        from.symlink("link", "nowhere").chown("link", 7, 8).mtime("link", 9, 10).xattr("link", "trusted.z", "3");
        from.fifo("fifo").device("null", 1, 3).chmod("null", 0666).device("zero", 0, 0);
        Links.mknodAt(from.root(), "disk", FileType.BLOCK_DEVICE.bits() | 0660, 259, 70_000);
        Links.mknodAt(from.root(), "socket", FileType.SOCKET.bits() | 0700, 0, 0);
        from.dir("dir")
                .file("dir/in", "x")
                .xattr("dir", "system.posix_acl_default", ACL)
                .chmod("dir", 03711);
        from.dir("dir/sub").mtime("dir/sub", 11, 12).mtime("dir", 13, 14);
        from.file(NativePath.decode(new byte[] {(byte) 0xff, '\n'}), "x");
        from.chown(".", 3, 4).chmod(".", 01750).xattr(".", "user.root", "r").mtime(".", 15, 999_999_999);
        CopyResult result = copy();
        assertThat(result.inodes()).isEqualTo(15);
    }

    @Test
    void access_times_are_copied() throws IOException {
        from.file("a", "1").dir("d");
        Attributes.setTimesAt(from.root(), "a", 1_900_000_000, 3, 1000, 4);
        copy();
        FileStat stat = to.stat("a");
        assertThat(stat.atimeSeconds()).isEqualTo(1_900_000_000);
        assertThat(stat.atimeNanos()).isEqualTo(3);
    }

    @Test
    void hard_links_stay_hard_links() throws IOException {
        from.file("a", "1").dir("d").link("a", "d/b").dir("d/e").link("a", "d/e/c");
        from.symlink("s", "x").link("s", "d/s").fifo("p").link("p", "d/p");
        assertThat(copy().inodes()).isEqualTo(5);
        assertThat(to.stat("a").links()).isEqualTo(3);
        assertThat(to.stat("d/e/c").isSameFile(to.stat("a"))).isTrue();
    }

    @Test
    void holes_stay_holes() throws IOException {
        from.sparse("sparse", 64 << 20);
        assertThat(copy().bytes()).isEqualTo(64 << 20);
        assertThat(to.stat("sparse").blocks()).isEqualTo(from.stat("sparse").blocks());
    }

    @Test
    void a_wide_directory_is_copied_in_batches() throws IOException {
        from.dir("wide");
        for (int i = 0; i < 1500; i++) {
            from.file("wide/" + i, "content " + i);
            if (i % 3 == 0) {
                from.link("wide/" + i, "wide/link " + i);
            }
        }
        from.mtime("wide", 77, 7);
        copy();
    }

    @Test
    void one_thread_is_enough() throws IOException {
        from.dir("a").dir("a/b").file("a/b/c", "1").link("a/b/c", "d").file("e", "2");
        assertThat(copy(1)).isEqualTo(new CopyResult(4, 2, copyReflinks()));
    }

    /** Whether this filesystem shares blocks is not what is tested. */
    private long copyReflinks() throws IOException {
        try (TreeFixture again = TreeFixture.at(Files.createDirectory(place.resolve("again")))) {
            return TreeCopy.copy(from.root(), again.root(), CopyOptions.DEFAULT).reflinked();
        }
    }

    @Test
    void a_deep_tree_with_branches_at_each_level_is_copied() throws IOException {
        int depth = CopyDirectory.MOST_OPEN + 200;
        Fd at = from.root().duplicate();
        for (int i = 0; i < depth; i++) {
            TreeFixture here = new TreeFixture(at);
            here.dir("a").dir("b").dir("deeper").file("b/file", "1").mtime("b", 5, 6);
            Fd inside = Open.openAt(at, "deeper", Open.O_RDONLY | Open.O_DIRECTORY, 0);
            at.close();
            at = inside;
        }
        at.close();
        long before = openDescriptors();
        assertThat(copy().inodes()).isEqualTo(4L * depth);
        assertThat(openDescriptors()).isEqualTo(before);
    }

    @Test
    void what_the_target_had_of_attributes_is_not_inherited() throws IOException {
        to.xattr(".", "system.posix_acl_default", ACL)
                .xattr(".", "user.stray", "x")
                .chmod(".", 02777)
                .chown(".", 0, 9);
        from.file("a", "1").dir("d").file("d/b", "2");
        copy();
        assertThat(Xattr.listAt(to.root(), "d/b")).doesNotContain("system.posix_acl_access");
    }

    @Test
    void a_failure_names_the_path_and_leaves_no_descriptor_open() throws IOException {
        from.dir("d");
        for (int i = 0; i < 600; i++) {
            from.dir("d/" + i).file("d/" + i + "/file", "x");
        }
        to.dir("d");
        long before = openDescriptors();
        assertThatThrownBy(() -> TreeCopy.copy(from.root(), to.root(), new CopyOptions(4)))
                .hasMessageContaining("copy of /d: ")
                .cause()
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        e -> assertThat(e.is(Errno.EEXIST)).isTrue());
        TreeRemover.removeContents(to.root());
        to.file("x", "in the way");
        from.file("x", "1");
        assertThatThrownBy(() -> TreeCopy.copy(from.root(), to.root(), new CopyOptions(4)))
                .hasMessageContaining("copy of /x: ");
        assertThat(openDescriptors()).isEqualTo(before);
    }

    private static long openDescriptors() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
