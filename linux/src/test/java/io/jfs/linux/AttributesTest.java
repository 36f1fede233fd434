package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributesTest {
    @TempDir
    Path temp;

    private Fd dir;

    @BeforeEach
    void a_file_and_a_link_to_it() throws Exception {
        dir = Trees.directory(temp);
        Trees.write(dir, "file", "x");
        Links.symlinkAt("file", dir, "link");
    }

    @AfterEach
    void close() {
        dir.close();
    }

    @Test
    void permissions_include_the_special_bits() throws Exception {
        Attributes.chmodAt(dir, "file", 06741);
        assertThat(Stat.statAt(dir, "file").permissions()).isEqualTo(06741);
        try (Fd file = Open.openAt(dir, "file", Open.O_RDONLY, 0)) {
            Attributes.chmod(file, 0100640);
            assertThat(Stat.stat(file).mode()).isEqualTo(0100640);
        }
    }

    @Test
    void a_path_descriptor_changes_permissions_too() throws Exception {
        try (Fd file = Open.openAt(dir, "file", Open.O_PATH, 0)) {
            Attributes.chmod(file, 0604);
            assertThat(Stat.stat(file).permissions()).isEqualTo(0604);
        }
    }

    @Test
    void permissions_of_a_symbolic_link_are_left_and_its_target_too() throws Exception {
        Attributes.chmodAt(dir, "file", 0600);
        Attributes.chmodAt(dir, "link", 0777);
        assertThat(Stat.statAt(dir, "file").permissions()).isEqualTo(0600);
        assertThat(Stat.statAt(dir, "link").permissions()).isEqualTo(0777);
    }

    @Test
    void without_fchmodat2_the_same_happens() throws Exception {
        Attributes.chmodByPathDescriptor(dir, "file", 0610);
        Attributes.chmodByPathDescriptor(dir, "link", 0777);
        assertThat(Stat.statAt(dir, "file").permissions()).isEqualTo(0610);
        assertErrno(Errno.ENOENT, () -> Attributes.chmodByPathDescriptor(dir, "missing", 0600));
        assertErrno(Errno.ENOENT, () -> Attributes.chmodAt(dir, "missing", 0600));
    }

    @Test
    void an_unreadable_file_can_be_made_readable() throws Exception {
        Attributes.chmodAt(dir, "file", 0);
        Attributes.chmodAt(dir, "file", 0644);
        assertThat(Stat.statAt(dir, "file").permissions()).isEqualTo(0644);
    }

    @Test
    void owners_change_without_following() throws Exception {
        Needs.root();
        Attributes.chownAt(dir, "link", 1001, 1002);
        assertThat(Stat.statAt(dir, "link").uid()).isEqualTo(1001);
        assertThat(Stat.statAt(dir, "link").gid()).isEqualTo(1002);
        assertThat(Stat.statAt(dir, "file").uid()).isZero();
        Attributes.chownAt(dir, "link", -1, 5);
        assertThat(Stat.statAt(dir, "link").uid()).isEqualTo(1001);
        assertThat(Stat.statAt(dir, "link").gid()).isEqualTo(5);
    }

    @Test
    void owners_of_open_files_change_even_by_path_descriptor() throws Exception {
        Needs.root();
        try (Fd file = Open.openAt(dir, "file", Open.O_RDONLY, 0);
                Fd link = Open.openAt(dir, "link", Open.O_PATH | Open.O_NOFOLLOW, 0)) {
            Attributes.chown(file, 7, 8);
            Attributes.chown(link, 4_000_000, -1);
            assertThat(Stat.stat(file).uid()).isEqualTo(7);
            assertThat(Stat.stat(file).gid()).isEqualTo(8);
            assertThat(Stat.stat(link).uid()).isEqualTo(4_000_000);
        }
    }

    @Test
    void times_change_without_following() throws Exception {
        Attributes.setTimesAt(dir, "file", 1, 2, 3, 4);
        Attributes.setTimesAt(dir, "link", 100, 1, 200, 2);
        assertThat(Stat.statAt(dir, "file").mtimeSeconds()).isEqualTo(3);
        assertThat(Stat.statAt(dir, "link").mtimeSeconds()).isEqualTo(200);
        assertThat(Stat.statAt(dir, "link").mtimeNanos()).isEqualTo(2);
    }

    @Test
    void times_of_open_files_change_and_each_can_be_left() throws Exception {
        try (Fd file = Open.openAt(dir, "file", Open.O_RDONLY, 0);
                Fd link = Open.openAt(dir, "link", Open.O_PATH | Open.O_NOFOLLOW, 0)) {
            Attributes.setTimes(file, 10, 11, 12, 13);
            Attributes.setTimes(file, 0, Attributes.UTIME_OMIT, 20, 21);
            assertThat(Stat.stat(file).atimeSeconds()).isEqualTo(10);
            assertThat(Stat.stat(file).mtimeNanos()).isEqualTo(21);
            Attributes.setTimes(link, 30, 31, 32, 33);
            assertThat(Stat.stat(link).mtimeSeconds()).isEqualTo(32);
            Attributes.setTimes(file, 0, Attributes.UTIME_NOW, 0, Attributes.UTIME_NOW);
            assertThat(Stat.stat(file).mtimeSeconds()).isGreaterThan(1_700_000_000);
        }
    }

    @Test
    void nanoseconds_out_of_range_are_refused() {
        assertErrno(Errno.EINVAL, () -> Attributes.setTimesAt(dir, "file", 0, 1_000_000_000, 0, 0));
    }
}
