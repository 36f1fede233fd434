package io.jfs.linux;

import static io.jfs.linux.OpenTest.assertErrno;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIoTest {
    @TempDir
    Path temp;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void what_is_written_from_any_buffer_is_read_into_any_buffer() throws Exception {
        byte[] data = random(300_001);
        for (boolean directOut : new boolean[] {false, true}) {
            for (boolean directIn : new boolean[] {false, true}) {
                try (Fd file = Processes.memfd("data")) {
                    ByteBuffer out = buffer(directOut, data.length).put(data).flip();
                    FileIo.writeFully(file, out);
                    assertThat(out.hasRemaining()).isFalse();
                    assertThat(readBack(file, directIn, data.length)).isEqualTo(data);
                }
            }
        }
    }

    private static byte[] readBack(Fd file, boolean direct, int length) throws IOException {
        ByteBuffer in = buffer(direct, length + 10);
        while (FileIo.pread(file, in, in.position()) >= 0) {
            assertThat(in.position()).isPositive();
        }
        byte[] back = new byte[in.flip().remaining()];
        in.get(back);
        return back;
    }

    private static ByteBuffer buffer(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    @Test
    void only_the_remaining_part_of_a_buffer_is_used() throws Exception {
        for (boolean direct : new boolean[] {false, true}) {
            try (Fd file = Processes.memfd("part")) {
                ByteBuffer out = buffer(direct, 6).put("abcdef".getBytes(UTF_8)).flip();
                FileIo.pwriteFully(file, out.position(1).limit(4), 2);
                ByteBuffer in = buffer(direct, 10).position(3).limit(9);
                assertThat(FileIo.pread(file, in, 1)).isEqualTo(4);
                assertThat(in.position()).isEqualTo(7);
                assertThat(new byte[] {in.get(3), in.get(4), in.get(5), in.get(6)})
                        .containsExactly(0, 'b', 'c', 'd');
            }
        }
    }

    @Test
    void reading_moves_the_offset_and_ends_with_minus_one() throws Exception {
        try (Fd dir = Trees.directory(temp)) {
            Trees.write(dir, "file", "hello");
            try (Fd file = Open.openAt(dir, "file", Open.O_RDONLY, 0)) {
                ByteBuffer in = ByteBuffer.allocate(3);
                assertThat(FileIo.read(file, in)).isEqualTo(3);
                assertThat(FileIo.read(file, in)).as("no room").isZero();
                assertThat(FileIo.read(file, in.clear())).isEqualTo(2);
                assertThat(FileIo.read(file, in.clear())).isEqualTo(-1);
                assertThat(FileIo.read(file, ByteBuffer.allocateDirect(1))).isEqualTo(-1);
                assertThat(FileIo.pread(file, in, 100)).isEqualTo(-1);
            }
        }
    }

    @Test
    void streams_carry_all_bytes_and_own_the_descriptor() throws Exception {
        byte[] data = random(500_000);
        try (Fd dir = Trees.directory(temp)) {
            Fd created = Trees.newFile(dir, "stream");
            try (OutputStream out = FileIo.outputStream(created)) {
                out.write(data, 0, 400_000);
                out.write(data[400_000]);
                out.write(data, 400_001, 99_999);
            }
            assertThat(created.isOpen()).isFalse();
            Fd opened = Open.openAt(dir, "stream", Open.O_RDONLY, 0);
            try (InputStream in = FileIo.inputStream(opened)) {
                assertThat(in.read()).isEqualTo(data[0] & 0xff);
                assertThat(in.readAllBytes()).hasSize(499_999).endsWith(data[499_998], data[499_999]);
                assertThat(in.read()).isEqualTo(-1);
            }
            assertThat(opened.isOpen()).isFalse();
            try (InputStream in = FileIo.inputStream(Open.openAt(dir, "stream", Open.O_RDONLY, 0))) {
                assertThat(in.readAllBytes()).isEqualTo(data);
            }
        }
    }

    @Test
    void a_closed_stream_says_so() throws Exception {
        InputStream in = FileIo.inputStream(Processes.memfd("in"));
        in.close();
        in.close();
        assertThatThrownBy(() -> in.read()).isInstanceOf(IOException.class).hasMessage("stream was closed");
        OutputStream out = FileIo.outputStream(Processes.memfd("out"));
        out.close();
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class).hasMessage("stream was closed");
    }

    @Test
    void truncating_grows_with_a_hole_and_shrinks() throws Exception {
        try (Fd file = Processes.memfd("size")) {
            FileIo.truncate(file, 1L << 40);
            assertThat(Stat.stat(file).size()).isEqualTo(1L << 40);
            assertThat(Stat.stat(file).blocks()).isZero();
            FileIo.truncate(file, 3);
            assertThat(Stat.stat(file).size()).isEqualTo(3);
        }
    }

    @Test
    void errors_are_typed() throws Exception {
        try (Fd dir = Trees.directory(temp);
                Fd full = Open.open(Path.of("/dev/full"), Open.O_WRONLY, 0)) {
            assertErrno(Errno.EISDIR, () -> FileIo.read(dir, ByteBuffer.allocate(1)));
            assertErrno(Errno.ENOSPC, () -> FileIo.writeFully(full, new byte[10], 0, 10));
            assertErrno(Errno.EBADF, () -> FileIo.writeFully(dir, ByteBuffer.allocateDirect(1)));
        }
    }
}
