package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
    @TempDir
    Path temp;

    private Fd dir;

    @BeforeEach
    void open() throws Exception {
        dir = Trees.directory(temp);
    }

    @AfterEach
    void close() {
        dir.close();
    }

    @Test
    void an_empty_directory_has_no_entries() throws Exception {
        assertThat(Directory.list(dir)).isEmpty();
    }

    @Test
    void entries_have_name_inode_and_type() throws Exception {
        Trees.write(dir, "file", "x");
        Links.mkdirAt(dir, "..directory", 0755);
        Links.symlinkAt("x", dir, "link");
        Links.mkfifoAt(dir, ".fifo", 0600);
        assertThat(Directory.list(dir))
                .containsExactlyInAnyOrder(
                        entry("file", FileType.REGULAR),
                        entry("..directory", FileType.DIRECTORY),
                        entry("link", FileType.SYMLINK),
                        entry(".fifo", FileType.FIFO));
    }

    private DirectoryEntry entry(String name, FileType type) throws ErrnoException {
        return new DirectoryEntry(name, Stat.statAt(dir, name).inode(), type);
    }

    @Test
    void a_descriptor_can_be_listed_again_and_sees_changes() throws Exception {
        Trees.write(dir, "one", "");
        assertThat(names(dir)).containsExactly("one");
        Trees.write(dir, "two", "");
        assertThat(names(dir)).containsExactly("one", "two");
    }

    @Test
    void more_entries_than_one_buffer_holds_are_all_there() throws Exception {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            String name = "n".repeat(150) + i;
            Trees.newFile(dir, name).close();
            expected.add(name);
        }
        List<DirectoryEntry> entries = Directory.list(dir);
        assertThat(entries).hasSize(1_000);
        assertThat(names(dir)).containsExactlyElementsOf(expected);
    }

    @Test
    void names_that_are_no_text_can_be_listed_opened_and_removed() throws Exception {
        String name = NativePath.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3});
        Trees.write(dir, name, "odd");
        assertThat(names(dir)).containsExactly("a\uDCFF\uDCC3");
        assertThat(Trees.read(dir, name)).isEqualTo("odd");
        Links.unlinkAt(dir, name);
        assertThat(names(dir)).isEmpty();
    }

    @Test
    void the_longest_name_is_whole() throws Exception {
        Trees.write(dir, "x".repeat(255), "");
        assertThat(names(dir)).containsExactly("x".repeat(255));
    }

    @Test
    void a_path_descriptor_can_be_listed() throws Exception {
        Trees.write(dir, "file", "");
        try (Fd path = Open.open(temp, Open.O_PATH, 0)) {
            assertThat(names(path)).containsExactly("file");
        }
    }

    @Test
    void a_file_is_no_directory() throws Exception {
        try (Fd file = Trees.newFile(dir, "file")) {
            assertErrno(Errno.ENOTDIR, () -> Directory.list(file));
        }
    }

    private static Set<String> names(Fd dir) throws ErrnoException {
        Set<String> names = new TreeSet<>();
        Directory.list(dir).forEach(e -> names.add(e.name()));
        return names;
    }
}
