package io.jfs.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCopyTest {
    private static final int MIB = 1 << 20;

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
    void a_dense_file_is_copied_whole() throws Exception {
        byte[] data = random(3 * MIB + 17);
        Files.write(temp.resolve("from"), data);
        CopyMethod method = copy("from", "to");
        assertThat(method).isIn(CopyMethod.REFLINK, CopyMethod.COPY_FILE_RANGE);
        assertThat(Files.readAllBytes(temp.resolve("to"))).isEqualTo(data);
    }

    @Test
    void an_empty_file_and_a_tiny_one() throws Exception {
        Trees.write(dir, "empty", "");
        Trees.write(dir, "tiny", "t");
        copy("empty", "empty2");
        copy("tiny", "tiny2");
        assertThat(Trees.read(dir, "empty2")).isEmpty();
        assertThat(Trees.read(dir, "tiny2")).isEqualTo("t");
    }

    @Test
    void holes_stay_holes_at_start_middle_and_end() throws Exception {
        try (Fd file = Trees.newFile(dir, "sparse")) {
            FileIo.pwriteFully(file, ByteBuffer.wrap(random(5000)), 2 * MIB);
            FileIo.pwriteFully(file, ByteBuffer.wrap(random(5000)), 5 * MIB);
            FileIo.truncate(file, 9 * MIB + 1);
        }
        copy("sparse", "copy");
        assertThat(Files.mismatch(temp.resolve("sparse"), temp.resolve("copy"))).isEqualTo(-1);
        assertThat(Stat.statAt(dir, "copy").size()).isEqualTo(9 * MIB + 1);
        assertThat(Stat.statAt(dir, "copy").blocks())
                .isEqualTo(Stat.statAt(dir, "sparse").blocks());
    }

    @Test
    void a_file_that_is_one_hole() throws Exception {
        try (Fd file = Trees.newFile(dir, "hole")) {
            FileIo.truncate(file, 1L << 40);
        }
        copy("hole", "copy");
        assertThat(Stat.statAt(dir, "copy").size()).isEqualTo(1L << 40);
        assertThat(Stat.statAt(dir, "copy").blocks()).isZero();
    }

    @Test
    void between_filesystems_all_bytes_and_holes_arrive() throws Exception {
        byte[] data = random(MIB + 3);
        try (Fd from = Trees.newFile(dir, "from");
                Fd to = Processes.memfd("to")) {
            FileIo.pwriteFully(from, ByteBuffer.wrap(data), 4 * MIB);
            FileIo.truncate(from, 8 * MIB);
            assertThat(DataCopy.copyContents(from, to, 8 * MIB)).isNotSameAs(CopyMethod.REFLINK);
            assertThat(Stat.stat(to).size()).isEqualTo(8 * MIB);
            assertThat(DataCopy.seekData(to, 0)).isEqualTo(4 * MIB);
            ByteBuffer back = ByteBuffer.allocateDirect(data.length);
            while (back.hasRemaining()) {
                assertThat(FileIo.pread(to, back, 4 * MIB + back.position())).isPositive();
            }
            assertThat(back.flip()).isEqualTo(ByteBuffer.wrap(data));
        }
    }

    @Test
    void a_source_that_has_shrunk_leaves_a_hole() throws Exception {
        Trees.write(dir, "from", "short");
        try (Fd from = Open.openAt(dir, "from", Open.O_RDONLY, 0);
                Fd to = Processes.memfd("to")) {
            DataCopy.copyContents(from, to, 100);
            assertThat(Stat.stat(to).size()).isEqualTo(100);
            ByteBuffer back = ByteBuffer.allocate(6);
            FileIo.pread(to, back, 0);
            assertThat(new String(back.array(), UTF_8)).isEqualTo("short\0");
        }
    }

    @Test
    void a_filesystem_without_shared_blocks_says_so() throws Exception {
        long type = Stat.fileSystem(dir).type();
        Trees.write(dir, "from", "x");
        try (Fd from = Open.openAt(dir, "from", Open.O_RDONLY, 0);
                Fd to = Trees.newFile(dir, "to");
                Fd elsewhere = Processes.memfd("elsewhere")) {
            assertThat(DataCopy.reflink(from, elsewhere)).isFalse();
            Needs.that(type == FileSystemStat.EXT4, "ext4 as temporary directory");
            assertThat(DataCopy.reflink(from, to)).isFalse();
        }
    }

    @Test
    void data_and_holes_are_found_and_made() throws Exception {
        try (Fd file = Trees.newFile(dir, "file")) {
            FileIo.writeFully(file, random(MIB), 0, MIB);
            assertThat(DataCopy.seekHole(file, 0)).isEqualTo(MIB);
            DataCopy.punchHole(file, 65_536, 65_536);
            assertThat(DataCopy.seekHole(file, 0)).isEqualTo(65_536);
            assertThat(DataCopy.seekData(file, 65_536)).isEqualTo(131_072);
            assertThat(Stat.stat(file).size()).isEqualTo(MIB);
            assertThat(DataCopy.seekData(file, MIB)).isEqualTo(-1);
            assertThat(DataCopy.seekHole(file, MIB)).isEqualTo(-1);
        }
    }

    @Test
    void reserved_space_counts_and_grows_the_file() throws Exception {
        try (Fd file = Trees.newFile(dir, "file")) {
            DataCopy.allocate(file, 0, MIB);
            assertThat(Stat.stat(file).size()).isEqualTo(MIB);
            assertThat(Stat.stat(file).blocks()).isGreaterThanOrEqualTo(MIB / 512);
        }
    }

    private CopyMethod copy(String from, String to) throws ErrnoException {
        try (Fd source = Open.openAt(dir, from, Open.O_RDONLY, 0);
                Fd target = Trees.newFile(dir, to)) {
            return DataCopy.copyContents(source, target, Stat.stat(source).size());
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
