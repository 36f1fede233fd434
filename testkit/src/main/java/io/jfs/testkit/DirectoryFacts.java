package io.jfs.testkit;

import static io.jfs.testkit.PosixFacts.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** mkdir(2), rmdir(2), readdir(3), names. */
interface DirectoryFacts extends PosixFacts {
    /** More than one buffer of getdents64 holds. */
    int MANY = 3000;

    @Test
    default void a_directory_is_made_once_and_removed_when_empty() throws IOException {
        mkdir("d");
        assertFails(Errno.EEXIST, () -> mkdir("d"));
        assertFails(Errno.ENOENT, () -> mkdir("no/d"));
        write("d/a", "1");
        assertFails(Errno.ENOTEMPTY, () -> Links.removeDirectoryAt(here(), "d"));
        Links.unlinkAt(here(), "d/a");
        Links.removeDirectoryAt(here(), "d");
        assertThat(exists("d")).isFalse();
    }

    /** Two, and one more for each subdirectory; or always one, if the filesystem does not count. */
    @Test
    default void a_directory_counts_its_subdirectories_or_nothing() throws IOException {
        mkdir("d");
        mkdir("d/a");
        mkdir("d/b");
        write("d/file", "1");
        assertThat(stat("d").links()).isIn(1, 4);
        Links.removeDirectoryAt(here(), "d/a");
        assertThat(stat("d").links()).isIn(1, 3);
    }

    @Test
    default void many_entries_are_listed_once_each() throws IOException {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            String name = "file with a name of some length " + i;
            open(name, Open.O_WRONLY | Open.O_CREAT).close();
            expected.add(name);
        }
        assertThat(names(here())).hasSize(MANY).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(names(here())).as("listed again").hasSize(MANY);
    }

    @Test
    default void entries_removed_while_they_are_listed_are_seen_once() throws IOException {
        for (int i = 0; i < MANY; i++) {
            open("f" + i, Open.O_WRONLY | Open.O_CREAT).close();
        }
        List<String> seen = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(here().procPath()))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                seen.add(name);
                Links.unlinkAt(here(), name);
            }
        }
        assertThat(seen).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(names(here())).isEmpty();
    }

    @Test
    default void names_have_up_to_255_bytes() throws IOException {
        write("n".repeat(255), "1");
        assertThat(read("n".repeat(255))).isEqualTo("1");
        assertFails(Errno.ENAMETOOLONG, () -> write("n".repeat(256), "1"));
        mkdir("é".repeat(127));
        assertThat(names(here())).containsExactlyInAnyOrder("n".repeat(255), "é".repeat(127));
    }

    @Test
    default void names_are_bytes() throws IOException {
        String name = NativePath.decode(new byte[] {(byte) 0xff, 'a', (byte) 0xc3, '\n', '\\', 1});
        write(name, "1");
        assertThat(names(here())).containsExactly(name);
        assertThat(read(name)).isEqualTo("1");
    }

    @Test
    default void nothing_can_be_made_in_a_removed_directory() throws IOException {
        mkdir("d");
        try (Fd removed = open("d", Open.O_RDONLY | Open.O_DIRECTORY)) {
            Links.removeDirectoryAt(here(), "d");
            assertFails(Errno.ENOENT, () -> Links.mkdirAt(removed, "x", 0755));
        }
    }

    @Test
    default void a_directorys_mtime_tells_of_its_entries_only() throws IOException {
        mkdir("d");
        write("d/a", "1");
        Attributes.setTimesAt(here(), "d", 0, Attributes.UTIME_OMIT, 1000, 0);
        write("d/a", "2");
        assertThat(stat("d").mtimeSeconds()).isEqualTo(1000);
        write("d/b", "1");
        assertThat(stat("d").mtimeSeconds()).isGreaterThan(1000);
        Attributes.setTimesAt(here(), "d", 0, Attributes.UTIME_OMIT, 1000, 0);
        Links.unlinkAt(here(), "d/b");
        assertThat(stat("d").mtimeSeconds()).isGreaterThan(1000);
    }

    @Test
    default void paths_lead_through_dots() throws IOException {
        mkdir("a");
        mkdir("a/b");
        write("a/file", "1");
        assertThat(read("./a/b/../file")).isEqualTo("1");
        assertThat(stat("a/b/..").isSameFile(stat("a"))).isTrue();
    }

    @Test
    default void the_filesystem_tells_its_size() throws IOException {
        FileSystemStat space = Stat.fileSystem(here());
        assertThat(space.blocks()).isPositive();
        assertThat(space.blockSize()).isPositive();
    }
}
