package io.jfs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Verbs of the POSIX facts. Names are in the directory of the running test. */
interface PosixFacts {
    /** The empty directory of the running test. */
    Fd here();

    /** Whether the filesystem's requests are answered by the JVM that runs the test. */
    default boolean isServedByThisProcess() {
        return false;
    }

    /** Something that is expected to fail. */
    interface Call {
        void run() throws IOException;
    }

    static void assertFails(Errno errno, Call call) {
        Throwable thrown = catchThrowable(call::run);
        assertThat(thrown)
                .as("expected " + errno)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    default Fd open(String name, int flags) throws IOException {
        return Open.openAt(here(), name, flags, 0644);
    }

    default void write(String name, String content) throws IOException {
        try (Fd fd = open(name, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC)) {
            append(fd, content);
        }
    }

    default void append(Fd fd, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        FileIo.writeFully(fd, bytes, 0, bytes.length);
    }

    default String read(String name) throws IOException {
        return new String(readBytes(name), StandardCharsets.UTF_8);
    }

    default byte[] readBytes(String name) throws IOException {
        try (InputStream in = FileIo.inputStream(open(name, Open.O_RDONLY))) {
            return in.readAllBytes();
        }
    }

    default void mkdir(String name) throws IOException {
        Links.mkdirAt(here(), name, 0755);
    }

    default void rename(String from, String to) throws IOException {
        Links.renameAt(here(), from, here(), to);
    }

    default FileStat stat(String name) throws IOException {
        return Stat.statAt(here(), name);
    }

    default boolean exists(String name) throws IOException {
        return Stat.find(here(), name).isPresent();
    }

    default List<String> names(Fd directory) throws IOException {
        return Directory.list(directory).stream().map(DirectoryEntry::name).toList();
    }
}
