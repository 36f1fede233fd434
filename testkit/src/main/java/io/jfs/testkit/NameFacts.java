package io.jfs.testkit;

import static io.jfs.testkit.PosixFacts.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** rename(2), link(2), symlink(2), unlink(2). */
interface NameFacts extends PosixFacts {
    @Test
    default void rename_replaces_a_file_and_keeps_the_inode() throws IOException {
        write("a", "new");
        write("b", "old");
        long inode = stat("a").inode();
        rename("a", "b");
        assertThat(exists("a")).isFalse();
        assertThat(read("b")).isEqualTo("new");
        assertThat(stat("b").inode()).isEqualTo(inode);
    }

    @Test
    default void rename_replaces_only_an_empty_directory() throws IOException {
        mkdir("a");
        write("a/x", "1");
        mkdir("b");
        rename("a", "b");
        assertThat(read("b/x")).isEqualTo("1");
        mkdir("c");
        assertFails(Errno.ENOTEMPTY, () -> rename("c", "b"));
        assertThat(read("b/x")).isEqualTo("1");
    }

    @Test
    default void rename_does_not_mix_files_and_directories() throws IOException {
        write("file", "1");
        mkdir("directory");
        assertFails(Errno.EISDIR, () -> rename("file", "directory"));
        assertFails(Errno.ENOTDIR, () -> rename("directory", "file"));
    }

    @Test
    default void a_directory_cannot_be_moved_into_itself() throws IOException {
        mkdir("a");
        mkdir("a/b");
        assertFails(Errno.EINVAL, () -> rename("a", "a/b/c"));
    }

    @Test
    default void rename_of_what_is_not_there_fails() {
        assertFails(Errno.ENOENT, () -> rename("nothing", "b"));
    }

    @Test
    default void rename_between_two_names_of_one_file_does_nothing() throws IOException {
        write("a", "1");
        Links.linkAt(here(), "a", here(), "b");
        rename("a", "b");
        assertThat(exists("a")).isTrue();
        assertThat(exists("b")).isTrue();
    }

    @Test
    default void rename_without_replacing_fails_if_the_name_exists() throws IOException {
        write("a", "1");
        write("b", "2");
        assertFails(Errno.EEXIST, () -> Links.renameAt2(here(), "a", here(), "b", Links.RENAME_NOREPLACE));
        Links.renameAt2(here(), "a", here(), "c", Links.RENAME_NOREPLACE);
        assertThat(read("c")).isEqualTo("1");
        assertThat(read("b")).isEqualTo("2");
    }

    @Test
    default void rename_exchanges_a_file_and_a_directory() throws IOException {
        write("a", "1");
        mkdir("b");
        write("b/x", "2");
        Links.renameAt2(here(), "a", here(), "b", Links.RENAME_EXCHANGE);
        assertThat(read("a/x")).isEqualTo("2");
        assertThat(read("b")).isEqualTo("1");
        assertFails(Errno.ENOENT, () -> Links.renameAt2(here(), "a", here(), "none", Links.RENAME_EXCHANGE));
    }

    @Test
    default void a_directory_moves_with_all_that_is_in_it() throws IOException {
        mkdir("from");
        mkdir("from/sub");
        write("from/sub/file", "1");
        mkdir("to");
        rename("from/sub", "to/moved");
        assertThat(read("to/moved/file")).isEqualTo("1");
        assertThat(exists("from/sub")).isFalse();
    }

    @Test
    default void link_counts_go_up_and_down() throws IOException {
        write("a", "1");
        Links.linkAt(here(), "a", here(), "b");
        assertThat(stat("a").links()).isEqualTo(2);
        assertThat(stat("a").isSameFile(stat("b"))).isTrue();
        write("b", "2");
        assertThat(read("a")).isEqualTo("2");
        Links.unlinkAt(here(), "a");
        assertThat(stat("b").links()).isEqualTo(1);
    }

    @Test
    default void a_link_needs_a_free_name_and_no_directory() throws IOException {
        write("a", "1");
        write("b", "2");
        mkdir("d");
        assertFails(Errno.EEXIST, () -> Links.linkAt(here(), "a", here(), "b"));
        assertFails(Errno.EPERM, () -> Links.linkAt(here(), "d", here(), "e"));
    }

    @Test
    default void an_unlinked_file_lives_until_it_is_closed() throws IOException {
        write("a", "still here");
        try (Fd open = open("a", Open.O_RDWR)) {
            Links.unlinkAt(here(), "a");
            assertThat(exists("a")).isFalse();
            assertThat(Stat.stat(open).links()).isZero();
            ByteBuffer buffer = ByteBuffer.allocate(32);
            assertThat(FileIo.pread(open, buffer, 0)).isEqualTo(10);
            append(open, "and writable");
        }
    }

    @Test
    default void unlink_is_for_files_and_rmdir_for_directories() throws IOException {
        write("file", "1");
        mkdir("directory");
        assertFails(Errno.EISDIR, () -> Links.unlinkAt(here(), "directory"));
        assertFails(Errno.ENOTDIR, () -> Links.removeDirectoryAt(here(), "file"));
        assertFails(Errno.ENOENT, () -> Links.unlinkAt(here(), "nothing"));
    }

    @Test
    default void a_symbolic_link_holds_any_text() throws IOException {
        String target = "no/such/" + "x".repeat(1000);
        Links.symlinkAt(target, here(), "link");
        assertThat(Links.readLinkAt(here(), "link")).isEqualTo(target);
        assertThat(stat("link").isSymlink()).isTrue();
        assertThat(stat("link").size()).isEqualTo(target.length());
        write("file", "1");
        assertFails(Errno.EINVAL, () -> Links.readLinkAt(here(), "file"));
        assertFails(Errno.EEXIST, () -> Links.symlinkAt("x", here(), "file"));
    }

    @Test
    default void symbolic_links_are_followed_unless_forbidden() throws IOException {
        write("file", "1");
        Links.symlinkAt("file", here(), "link");
        assertThat(read("link")).isEqualTo("1");
        assertFails(
                Errno.ELOOP, () -> open("link", Open.O_RDONLY | Open.O_NOFOLLOW).close());
        assertFails(
                Errno.EEXIST,
                () -> open("link", Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL).close());
        Links.symlinkAt("nowhere", here(), "dangling");
        assertFails(Errno.ENOENT, () -> open("dangling", Open.O_RDONLY).close());
    }

    @Test
    default void symbolic_links_in_a_circle_end_in_an_error() throws IOException {
        Links.symlinkAt("b", here(), "a");
        Links.symlinkAt("a", here(), "b");
        assertFails(Errno.ELOOP, () -> open("a", Open.O_RDONLY).close());
    }

    @Test
    default void a_file_without_a_name_can_be_given_one() throws IOException {
        try (Fd unnamed = open(".", Open.O_TMPFILE | Open.O_RDWR)) {
            append(unnamed, "complete");
            assertThat(names(here())).isEmpty();
            Links.linkFd(unnamed, here(), "name");
        }
        assertThat(read("name")).isEqualTo("complete");
        assertThat(stat("name").links()).isEqualTo(1);
    }
}
