package io.jfs.testkit;

import static io.jfs.testkit.PosixFacts.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** chmod(2), chown(2), utimensat(2), xattr(7), mknod(2). */
interface AttributeFacts extends PosixFacts {
    @Test
    default void all_mode_bits_are_kept() throws IOException {
        write("a", "1");
        mkdir("d");
        for (int mode : new int[] {07777, 04755, 02644, 01000, 0}) {
            Attributes.chmodAt(here(), "a", mode);
            Attributes.chmodAt(here(), "d", mode);
            assertThat(stat("a").permissions()).isEqualTo(mode);
            assertThat(stat("d").permissions()).isEqualTo(mode);
        }
    }

    @Test
    default void chown_changes_the_owner_and_takes_set_user_id_and_capabilities_away() throws IOException {
        write("a", "1");
        Attributes.chmodAt(here(), "a", 06755);
        Tree.of(Tree.file("c", "x").capability()).applyTo(here());
        Attributes.chownAt(here(), "a", 11, 12);
        Attributes.chownAt(here(), "c", 11, 12);
        assertThat(stat("a").uid()).isEqualTo(11);
        assertThat(stat("a").gid()).isEqualTo(12);
        assertThat(stat("a").permissions()).isEqualTo(0755);
        assertThat(Xattr.getAt(here(), "c", "security.capability")).isEmpty();
        Attributes.chownAt(here(), "a", -1, 13);
        assertThat(stat("a").uid()).isEqualTo(11);
        assertThat(stat("a").gid()).isEqualTo(13);
    }

    @Test
    default void chown_of_a_symbolic_link_leaves_its_target_alone() throws IOException {
        write("a", "1");
        Links.symlinkAt("a", here(), "link");
        Attributes.chownAt(here(), "link", 5, 6);
        assertThat(stat("link").uid()).isEqualTo(5);
        assertThat(stat("a").uid()).isZero();
    }

    @Test
    default void entries_of_a_set_group_id_directory_get_its_group() throws IOException {
        mkdir("d");
        Attributes.chownAt(here(), "d", 0, 77);
        Attributes.chmodAt(here(), "d", 02755);
        write("d/file", "1");
        mkdir("d/sub");
        assertThat(stat("d/file").gid()).isEqualTo(77);
        assertThat(stat("d/sub").gid()).isEqualTo(77);
        assertThat(stat("d/sub").permissions() & 02000).isEqualTo(02000);
        assertThat(stat("d/file").permissions() & 02000).isZero();
    }

    @Test
    default void times_are_kept_to_the_nanosecond() throws IOException {
        write("a", "1");
        Attributes.setTimesAt(here(), "a", 1_000_000_001, 123_456_789, 2_000_000_002, 987_654_321);
        FileStat stat = stat("a");
        assertThat(stat.atimeSeconds()).isEqualTo(1_000_000_001);
        assertThat(stat.atimeNanos()).isEqualTo(123_456_789);
        assertThat(stat.mtimeSeconds()).isEqualTo(2_000_000_002);
        assertThat(stat.mtimeNanos()).isEqualTo(987_654_321);
        Attributes.setTimesAt(here(), "a", 0, Attributes.UTIME_OMIT, -1, 5);
        assertThat(stat("a").atimeSeconds()).isEqualTo(1_000_000_001);
        assertThat(stat("a").mtimeSeconds()).isEqualTo(-1);
        assertThat(stat("a").mtimeNanos()).isEqualTo(5);
    }

    @Test
    default void symbolic_links_have_times_of_their_own() throws IOException {
        write("a", "1");
        Links.symlinkAt("a", here(), "link");
        Attributes.setTimesAt(here(), "link", 1, 2, 3, 4);
        assertThat(stat("link").mtimeSeconds()).isEqualTo(3);
        assertThat(stat("a").mtimeSeconds()).isGreaterThan(1000);
    }

    @Test
    default void writing_moves_mtime_and_ctime_and_chmod_only_ctime() throws IOException {
        write("a", "1");
        Attributes.setTimesAt(here(), "a", 1000, 0, 1000, 0);
        try (Fd fd = open("a", Open.O_WRONLY)) {
            append(fd, "2");
        }
        assertThat(stat("a").mtimeSeconds()).isGreaterThan(1000);
        Attributes.setTimesAt(here(), "a", 1000, 0, 1000, 0);
        Attributes.chmodAt(here(), "a", 0600);
        assertThat(stat("a").mtimeSeconds()).isEqualTo(1000);
        assertThat(stat("a").ctimeSeconds()).isGreaterThan(1000);
    }

    @Test
    default void extended_attributes_are_set_listed_replaced_and_removed() throws IOException {
        write("a", "1");
        mkdir("d");
        for (String name : new String[] {"a", "d"}) {
            Xattr.setAt(here(), name, "user.one", bytes("1"));
            Xattr.setAt(here(), name, "user.empty", new byte[0]);
            Xattr.setAt(here(), name, "trusted.two", bytes("2"));
            Xattr.setAt(here(), name, "user.one", bytes("x".repeat(1000)));
            assertThat(Xattr.listAt(here(), name)).contains("user.one", "user.empty", "trusted.two");
            assertThat(Xattr.getAt(here(), name, "user.one")).contains(bytes("x".repeat(1000)));
            assertThat(Xattr.getAt(here(), name, "user.empty")).contains(new byte[0]);
            Xattr.removeAt(here(), name, "user.one");
            assertThat(Xattr.getAt(here(), name, "user.one")).isEmpty();
            assertThat(Xattr.listAt(here(), name)).doesNotContain("user.one");
        }
    }

    @Test
    default void extended_attributes_that_cannot_be_are_refused() throws IOException {
        write("a", "1");
        Links.symlinkAt("a", here(), "link");
        assertFails(Errno.ENODATA, () -> Xattr.removeAt(here(), "a", "user.none"));
        assertFails(Errno.EOPNOTSUPP, () -> Xattr.setAt(here(), "a", "nonsense.x", bytes("1")));
        assertFails(Errno.EPERM, () -> Xattr.setAt(here(), "link", "user.x", bytes("1")));
        assertFails(Errno.ERANGE, () -> Xattr.setAt(here(), "a", "user." + "x".repeat(300), bytes("1")));
    }

    @Test
    default void a_capability_is_kept_until_the_file_is_written() throws IOException {
        Tree.of(Tree.file("a", "1").capability()).applyTo(here());
        assertThat(Xattr.getAt(here(), "a", "security.capability")).isPresent();
        Links.renameAt(here(), "a", here(), "b");
        assertThat(Xattr.getAt(here(), "b", "security.capability")).isPresent();
        write("b", "2");
        assertThat(Xattr.getAt(here(), "b", "security.capability")).isEmpty();
    }

    @Test
    default void pipes_sockets_and_devices_can_be_made() throws IOException {
        Links.mkfifoAt(here(), "fifo", 0600);
        Links.mknodAt(here(), "socket", FileType.SOCKET.bits() | 0600, 0, 0);
        Links.mknodAt(here(), "null", FileType.CHARACTER_DEVICE.bits() | 0600, 1, 3);
        Links.mknodAt(here(), "disk", FileType.BLOCK_DEVICE.bits() | 0600, 259, 70_000);
        assertThat(stat("fifo").type()).isEqualTo(FileType.FIFO);
        assertThat(stat("socket").type()).isEqualTo(FileType.SOCKET);
        assertThat(stat("null").rdevMajor()).isEqualTo(1);
        assertThat(stat("null").rdevMinor()).isEqualTo(3);
        assertThat(stat("disk").type()).isEqualTo(FileType.BLOCK_DEVICE);
        assertThat(stat("disk").rdevMajor()).isEqualTo(259);
        assertThat(stat("disk").rdevMinor()).isEqualTo(70_000);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
