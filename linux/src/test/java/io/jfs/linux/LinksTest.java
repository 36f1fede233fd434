package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    @TempDir
    Path temp;

    private Fd dir;
    private Fd other;

    @BeforeEach
    void open() throws Exception {
        dir = Trees.directory(temp);
        other = Trees.subdirectory(dir, "other");
    }

    @AfterEach
    void close() {
        other.close();
        dir.close();
    }

    @Test
    void directories_come_and_go() throws Exception {
        Links.mkdirAt(other, "new", 0700);
        assertThat(Stat.statAt(other, "new").mode()).isEqualTo(0040700);
        assertErrno(Errno.EEXIST, () -> Links.mkdirAt(other, "new", 0700));
        assertErrno(Errno.ENOTEMPTY, () -> Links.removeDirectoryAt(dir, "other"));
        assertErrno(Errno.EISDIR, () -> Links.unlinkAt(other, "new"));
        Links.removeDirectoryAt(other, "new");
        assertThat(Stat.find(other, "new")).isEmpty();
    }

    @Test
    void a_removed_file_is_gone_and_a_missing_one_is_an_error() throws Exception {
        Trees.write(dir, "file", "");
        assertErrno(Errno.ENOTDIR, () -> Links.removeDirectoryAt(dir, "file"));
        Links.unlinkAt(dir, "file");
        assertThatThrownBy(() -> Links.unlinkAt(dir, "file"))
                .hasMessage("unlinkat file: No such file or directory (ENOENT)");
    }

    @Test
    void a_hard_link_is_the_same_file() throws Exception {
        Trees.write(dir, "file", "x");
        Links.linkAt(dir, "file", other, "linked");
        assertThat(Stat.statAt(other, "linked").isSameFile(Stat.statAt(dir, "file")))
                .isTrue();
        assertErrno(Errno.EEXIST, () -> Links.linkAt(dir, "file", other, "linked"));
    }

    @Test
    void a_hard_link_to_a_symbolic_link_links_the_link() throws Exception {
        Links.symlinkAt("target", dir, "link");
        Links.linkAt(dir, "link", other, "second");
        assertThat(Links.readLinkAt(other, "second")).isEqualTo("target");
    }

    @Test
    void a_file_without_a_name_gets_one() throws Exception {
        try (Fd file = Open.openAt(dir, ".", Open.O_TMPFILE | Open.O_RDWR, 0640)) {
            FileIo.writeFully(file, new byte[] {'h', 'i'}, 0, 2);
            assertThat(Stat.stat(file).links()).isZero();
            Links.linkFd(file, other, "named");
            assertThat(Trees.read(other, "named")).isEqualTo("hi");
            assertErrno(Errno.EEXIST, () -> Links.linkFd(file, other, "named"));
        }
    }

    @Test
    void symbolic_links_keep_any_target() throws Exception {
        for (String target : new String[] {"/etc/passwd", "..", "a b\n\uDCFF", "x".repeat(4095)}) {
            Links.symlinkAt(target, dir, "link");
            assertThat(Links.readLinkAt(dir, "link")).isEqualTo(target);
            try (Fd link = Open.openAt(dir, "link", Open.O_PATH | Open.O_NOFOLLOW, 0)) {
                assertThat(Links.readLink(link)).isEqualTo(target);
            }
            Links.unlinkAt(dir, "link");
        }
        assertErrno(Errno.EINVAL, () -> Links.readLinkAt(dir, "other"));
        assertErrno(Errno.ENAMETOOLONG, () -> Links.symlinkAt("x".repeat(4096), dir, "link"));
    }

    @Test
    void renaming_replaces_unless_told_not_to() throws Exception {
        Trees.write(dir, "a", "a");
        Trees.write(other, "b", "b");
        assertErrno(Errno.EEXIST, () -> Links.renameAt2(dir, "a", other, "b", Links.RENAME_NOREPLACE));
        assertThat(Trees.read(other, "b")).isEqualTo("b");
        Links.renameAt(dir, "a", other, "b");
        assertThat(Trees.read(other, "b")).isEqualTo("a");
        assertThat(Stat.find(dir, "a")).isEmpty();
    }

    @Test
    void exchanging_swaps_names_even_of_a_file_and_a_directory() throws Exception {
        Trees.write(dir, "file", "x");
        Links.renameAt2(dir, "file", dir, "other", Links.RENAME_EXCHANGE);
        assertThat(Trees.read(dir, "other")).isEqualTo("x");
        assertThat(Stat.statAt(dir, "file").isDirectory()).isTrue();
    }

    @Test
    void renaming_can_leave_a_whiteout() throws Exception {
        Needs.root();
        Trees.write(dir, "file", "x");
        Links.renameAt2(dir, "file", other, "moved", Links.RENAME_WHITEOUT);
        FileStat whiteout = Stat.statAt(dir, "file");
        assertThat(whiteout.type()).isSameAs(FileType.CHARACTER_DEVICE);
        assertThat(whiteout.rdev()).isZero();
    }

    @Test
    void the_error_of_a_rename_names_both() {
        assertThatThrownBy(() -> Links.renameAt(dir, "a", other, "b"))
                .hasMessage("renameat2 a -> b: No such file or directory (ENOENT)");
    }

    @Test
    void a_whiteout_device_and_others_keep_their_numbers() throws Exception {
        Needs.root();
        int[][] numbers = {{0, 0}, {1, 3}, {0xfff, 0xf_ffff}, {259, 300}};
        for (int[] pair : numbers) {
            Links.mknodAt(dir, "device", FileType.CHARACTER_DEVICE.bits() | 0600, pair[0], pair[1]);
            FileStat stat = Stat.statAt(dir, "device");
            assertThat(stat.type()).isSameAs(FileType.CHARACTER_DEVICE);
            assertThat(stat.rdevMajor()).isEqualTo(pair[0]);
            assertThat(stat.rdevMinor()).isEqualTo(pair[1]);
            Links.unlinkAt(dir, "device");
        }
        assertErrno(Errno.EINVAL, () -> Links.mknodAt(dir, "device", FileType.BLOCK_DEVICE.bits(), 0x1000, 0));
        assertErrno(Errno.EINVAL, () -> Links.mknodAt(dir, "device", FileType.BLOCK_DEVICE.bits(), 0, 0x10_0000));
    }

    @Test
    void fifos_and_sockets_need_no_device_number() throws Exception {
        Links.mkfifoAt(dir, "fifo", 0600);
        Links.mknodAt(dir, "socket", FileType.SOCKET.bits() | 0600, 0, 0);
        assertThat(Stat.statAt(dir, "fifo").type()).isSameAs(FileType.FIFO);
        assertThat(Stat.statAt(dir, "socket").type()).isSameAs(FileType.SOCKET);
    }

    @Test
    void a_name_with_a_nul_never_reaches_the_kernel() {
        assertErrno(Errno.EINVAL, () -> Links.mkdirAt(dir, "other\0x", 0755));
        assertErrno(Errno.EINVAL, () -> Links.unlinkAt(dir, "\0"));
    }
}
