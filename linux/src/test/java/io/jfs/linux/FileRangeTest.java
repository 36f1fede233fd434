package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRangeTest {
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
    void a_range_is_copied() throws Exception {
        Trees.write(dir, "from", "0123456789");
        Trees.write(dir, "to", "abcdefghij");
        try (Fd from = Open.openAt(dir, "from", Open.O_RDONLY, 0);
                Fd to = Open.openAt(dir, "to", Open.O_RDWR, 0)) {
            assertThat(FileRange.copy(from, 2, to, 4, 3)).isEqualTo(3);
            assertThat(FileRange.copy(from, 100, to, 0, 3)).isZero();
        }
        assertThat(Trees.read(dir, "to")).isEqualTo("abcd234hij");
    }

    @Test
    void space_is_reserved_within_and_beyond_the_size() throws Exception {
        try (Fd file = Trees.newFile(dir, "f")) {
            FileRange.allocate(file, FileRange.FALLOC_FL_KEEP_SIZE, 0, 8192);
            assertThat(Stat.stat(file).size()).isZero();
            FileRange.allocate(file, 0, 0, 8192);
            assertThat(Stat.stat(file).size()).isEqualTo(8192);
            assertThatThrownBy(() -> FileRange.allocate(file, FileRange.FALLOC_FL_PUNCH_HOLE, 0, 1))
                    .isInstanceOf(ErrnoException.class);
        }
    }
}
