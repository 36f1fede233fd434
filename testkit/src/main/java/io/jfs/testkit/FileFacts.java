package io.jfs.testkit;

import static io.jfs.testkit.PosixFacts.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.linux.DataCopy;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Locks;
import io.jfs.linux.Open;
import io.jfs.linux.SharedMapping;
import io.jfs.linux.Stat;
import io.jfs.linux.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** open(2), read(2), write(2), truncate(2), lseek(2), fallocate(2), mmap(2), copy_file_range(2), fsync(2), flock(2). */
interface FileFacts extends PosixFacts {
    int MEBIBYTE = 1 << 20;

    @Test
    default void exclusive_creation_fails_if_the_file_exists() throws IOException {
        open("a", Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL).close();
        assertFails(
                Errno.EEXIST,
                () -> open("a", Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL).close());
        assertFails(Errno.ENOENT, () -> open("b", Open.O_WRONLY).close());
    }

    @Test
    default void a_file_opened_for_appending_is_written_at_its_end() throws IOException {
        write("a", "one");
        try (Fd first = open("a", Open.O_WRONLY | Open.O_APPEND);
                Fd second = open("a", Open.O_WRONLY | Open.O_APPEND)) {
            append(first, "two");
            append(second, "three");
            append(first, "four");
        }
        assertThat(read("a")).isEqualTo("onetwothreefour");
    }

    @Test
    default void opening_may_truncate() throws IOException {
        write("a", "long content");
        open("a", Open.O_WRONLY | Open.O_TRUNC).close();
        assertThat(stat("a").size()).isZero();
    }

    @Test
    default void what_one_descriptor_writes_another_reads() throws IOException {
        write("a", "old");
        try (Fd reader = open("a", Open.O_RDONLY);
                Fd writer = open("a", Open.O_WRONLY)) {
            append(writer, "new!");
            ByteBuffer buffer = ByteBuffer.allocate(16);
            assertThat(FileIo.pread(reader, buffer, 0)).isEqualTo(4);
            assertThat(Stat.stat(reader).size()).isEqualTo(4);
        }
    }

    @Test
    default void a_descriptor_does_only_what_it_was_opened_for() throws IOException {
        write("a", "1");
        mkdir("d");
        try (Fd reader = open("a", Open.O_RDONLY);
                Fd writer = open("a", Open.O_WRONLY)) {
            assertFails(Errno.EBADF, () -> append(reader, "x"));
            assertFails(Errno.EBADF, () -> FileIo.pread(writer, ByteBuffer.allocate(1), 0));
        }
        assertFails(Errno.EISDIR, () -> open("d", Open.O_WRONLY).close());
        assertFails(
                Errno.ENOTDIR, () -> open("a", Open.O_RDONLY | Open.O_DIRECTORY).close());
        assertFails(Errno.ENOTDIR, () -> open("a/b", Open.O_RDONLY).close());
    }

    @Test
    default void truncating_cuts_and_grows_with_zeros() throws IOException {
        write("a", "0123456789");
        try (Fd fd = open("a", Open.O_RDWR)) {
            FileIo.truncate(fd, 4);
            assertThat(read("a")).isEqualTo("0123");
            FileIo.truncate(fd, 8);
            assertThat(read("a")).isEqualTo("0123\0\0\0\0");
        }
    }

    @Test
    default void data_beyond_the_end_leaves_a_hole() throws IOException {
        try (Fd fd = open("a", Open.O_RDWR | Open.O_CREAT)) {
            FileIo.pwriteFully(fd, ByteBuffer.wrap(new byte[] {1}), 5L << 30);
            assertThat(Stat.stat(fd).size()).isEqualTo((5L << 30) + 1);
            ByteBuffer buffer = ByteBuffer.allocate(8);
            assertThat(FileIo.pread(fd, buffer, 1L << 32)).isEqualTo(8);
            assertThat(buffer.array()).containsOnly(0);
            assertThat(Stat.stat(fd).blocks()).isLessThan(1L << 20);
        }
    }

    /** A filesystem may say that all is data; it must not say that data is a hole. */
    @Test
    default void data_and_holes_can_be_sought() throws IOException {
        try (Fd fd = open("a", Open.O_RDWR | Open.O_CREAT)) {
            FileIo.truncate(fd, 2L * MEBIBYTE);
            FileIo.pwriteFully(fd, ByteBuffer.wrap(new byte[4096]), MEBIBYTE);
            assertThat(DataCopy.seekData(fd, 0)).isIn(0L, (long) MEBIBYTE);
            assertThat(DataCopy.seekData(fd, MEBIBYTE)).isEqualTo(MEBIBYTE);
            assertThat(DataCopy.seekHole(fd, MEBIBYTE)).isIn(MEBIBYTE + 4096L, 2L * MEBIBYTE);
            assertThat(DataCopy.seekHole(fd, 0)).isIn(0L, 2L * MEBIBYTE);
        }
    }

    @Test
    default void a_hole_can_be_punched() throws IOException {
        byte[] data = random(4 * 4096);
        try (Fd fd = open("a", Open.O_RDWR | Open.O_CREAT)) {
            FileIo.writeFully(fd, data, 0, data.length);
            onlyIfSupported(() -> DataCopy.punchHole(fd, 4096, 8192));
        }
        Arrays.fill(data, 4096, 3 * 4096, (byte) 0);
        assertThat(readBytes("a")).isEqualTo(data);
    }

    @Test
    default void space_can_be_allocated() throws IOException {
        try (Fd fd = open("a", Open.O_RDWR | Open.O_CREAT)) {
            onlyIfSupported(() -> DataCopy.allocate(fd, 0, MEBIBYTE));
            assertThat(Stat.stat(fd).size()).isEqualTo(MEBIBYTE);
            assertThat(Stat.stat(fd).blocks() * 512).isGreaterThanOrEqualTo(MEBIBYTE);
        }
        assertThat(readBytes("a")).containsOnly(0);
    }

    private static void onlyIfSupported(Call call) throws IOException {
        try {
            call.run();
        } catch (ErrnoException e) {
            assumeTrue(e.errno() != Errno.EOPNOTSUPP, "the filesystem cannot do this and says so");
            throw e;
        }
    }

    @Test
    default void a_shared_mapping_writes_the_file() throws IOException {
        write("a", "0123456789");
        Path path = Path.of(here().procPath(), "a");
        try (SharedMapping mapping = SharedMapping.of(path, 10)) {
            mapping.set(3, (byte) 'x');
            mapping.force();
            assertThat(read("a")).isEqualTo("012x456789");
            try (Fd fd = open("a", Open.O_WRONLY)) {
                append(fd, "AB");
            }
            assertThat(mapping.get(0)).isEqualTo((byte) 'A');
        }
    }

    @Test
    default void contents_are_copied_within_the_filesystem() throws IOException {
        byte[] data = random(3 * MEBIBYTE + 17);
        try (Fd from = open("from", Open.O_RDWR | Open.O_CREAT);
                Fd to = open("to", Open.O_RDWR | Open.O_CREAT)) {
            FileIo.writeFully(from, data, 0, data.length);
            DataCopy.copyContents(from, to, data.length);
        }
        assertThat(readBytes("to")).isEqualTo(data);
    }

    @Test
    default void big_and_small_writes_are_read_back() throws IOException {
        byte[] data = random(MEBIBYTE + 1);
        try (Fd fd = open("a", Open.O_WRONLY | Open.O_CREAT)) {
            for (int at = 0, length = 1; at < data.length; at += length) {
                length = Math.min(data.length - at, at + 1);
                FileIo.writeFully(fd, data, at, length);
            }
        }
        assertThat(readBytes("a")).isEqualTo(data);
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    @Test
    default void files_and_directories_can_be_synced() throws IOException {
        write("a", "1");
        try (Fd fd = open("a", Open.O_RDWR)) {
            Sync.fsync(fd);
            Sync.fdatasync(fd);
        }
        Sync.fsync(here());
    }

    @Test
    default void a_lock_excludes_others_until_it_is_closed() throws IOException {
        write("a", "1");
        Path path = Path.of(here().procPath(), "a");
        try (Fd held = Locks.lockExclusive(path)) {
            assertThat(held.isOpen()).isTrue();
            assertThat(Locks.tryLockExclusive(path)).isEmpty();
        }
        Optional<Fd> again = Locks.tryLockExclusive(path);
        assertThat(again).isPresent();
        again.ifPresent(Fd::close);
    }
}
