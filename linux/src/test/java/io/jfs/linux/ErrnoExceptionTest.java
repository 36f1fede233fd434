package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrnoExceptionTest {
    @Test
    void the_message_names_call_subject_and_reason() {
        assertThat(new ErrnoException(Errno.ENOENT, "openat2", "etc/passwd"))
                .hasMessage("openat2 etc/passwd: No such file or directory (ENOENT)");
        assertThat(new ErrnoException(Errno.EIO, "fsync", "")).hasMessage("fsync: Input/output error (EIO)");
    }

    @Test
    void it_has_no_stack_trace() {
        assertThat(new ErrnoException(Errno.ENOENT, "openat2", "x").getStackTrace())
                .isEmpty();
    }

    @Test
    void a_result_is_checked_against_the_range_of_error_numbers() throws Exception {
        assertThat(ErrnoException.check(7, "read", "")).isEqualTo(7);
        assertThat(ErrnoException.check(-4096, "lseek", "")).isEqualTo(-4096);
        assertThatThrownBy(() -> ErrnoException.check(-2, "open", "a"))
                .isInstanceOfSatisfying(ErrnoException.class, e -> {
                    assertThat(e.is(Errno.ENOENT)).isTrue();
                    assertThat(e.code()).isEqualTo(2);
                    assertThat(e.call()).isEqualTo("open");
                    assertThat(e.subject()).isEqualTo("a");
                });
    }

    @Test
    void an_unknown_number_is_kept() {
        assertThatThrownBy(() -> ErrnoException.check(-3000, "ioctl", "x"))
                .hasMessage("ioctl x: Unknown error (errno 3000)")
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.code()).isEqualTo(3000));
    }

    @Test
    void each_reason_has_the_exception_that_java_uses() {
        assertTranslated(Errno.ENOENT, NoSuchFileException.class);
        assertTranslated(Errno.EEXIST, FileAlreadyExistsException.class);
        assertTranslated(Errno.EACCES, AccessDeniedException.class);
        assertTranslated(Errno.EPERM, AccessDeniedException.class);
        assertTranslated(Errno.ENOTEMPTY, DirectoryNotEmptyException.class);
        assertTranslated(Errno.ENOTDIR, NotDirectoryException.class);
        assertTranslated(Errno.ELOOP, FileSystemLoopException.class);
        assertTranslated(Errno.ENOSPC, FileSystemException.class);
    }

    private static void assertTranslated(Errno errno, Class<? extends FileSystemException> expected) {
        ErrnoException cause = new ErrnoException(errno, "call", "name");
        FileSystemException translated = cause.toFileSystemException("/a/name");
        assertThat(translated).isExactlyInstanceOf(expected).hasCause(cause);
        assertThat(translated.getFile()).isEqualTo("/a/name");
    }

    @Test
    void the_table_finds_every_number_and_no_other() {
        Set<Integer> codes = new HashSet<>();
        for (Errno errno : Errno.values()) {
            assertThat(codes.add(errno.code())).as(errno.name()).isTrue();
            assertThat(Errno.of(errno.code())).isSameAs(errno);
        }
        assertThat(Errno.of(41)).isSameAs(Errno.UNKNOWN);
        assertThat(Errno.of(-1)).isSameAs(Errno.UNKNOWN);
        assertThat(Errno.of(100_000)).isSameAs(Errno.UNKNOWN);
        assertThat(Errno.ENOTSUP).isSameAs(Errno.EOPNOTSUPP);
    }
}
