package io.jfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHandleTest {
    @TempDir
    Path temp;

    private Fd dir;

    @BeforeEach
    void open() throws Exception {
        Needs.root();
        dir = Trees.directory(temp);
    }

    @AfterEach
    void close() {
        dir.close();
    }

    @Test
    void a_handle_outlives_the_name() throws Exception {
        Trees.write(dir, "a", "text");
        FileHandle handle = FileHandle.of(dir, "a").orElseThrow();
        Links.renameAt(dir, "a", dir, "b");
        assertThat(FileHandle.of(dir, "b")).contains(handle).hasToString("Optional[" + handle + "]");
        assertThat(Trees.readAll(handle.open(dir, Open.O_RDONLY))).isEqualTo("text");
    }

    @Test
    void an_open_file_has_a_handle_too() throws Exception {
        assertThat(FileHandle.of(dir, "")).isPresent().isNotEqualTo(handleOfNew("a"));
    }

    private Object handleOfNew(String name) throws Exception {
        Trees.write(dir, name, "");
        return FileHandle.of(dir, name);
    }

    @Test
    void the_handle_of_a_file_that_is_gone_is_stale() throws Exception {
        Trees.write(dir, "a", "text");
        FileHandle handle = FileHandle.of(dir, "a").orElseThrow();
        Links.unlinkAt(dir, "a");
        assertThatThrownBy(() -> handle.open(dir, Open.O_PATH))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        e -> assertThat(e.is(Errno.ESTALE)).isTrue());
    }

    @Test
    void a_filesystem_has_one_uuid() throws Exception {
        try (Fd below = Trees.subdirectory(dir, "below")) {
            FileHandle.fileSystemUuid(dir)
                    .ifPresent(uuid -> assertThat(FileHandle.fileSystemUuid(below))
                            .hasValueSatisfying(
                                    same -> assertThat(same).hasSize(16).isEqualTo(uuid)));
        }
    }
}
