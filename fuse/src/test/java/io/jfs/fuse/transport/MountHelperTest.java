package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.fuse.MountHelper;
import io.jfs.linux.mount.MountInfo;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mounting by {@code fusermount3}, which works for root as it does for everybody. */
@RequiresRoot
@RequiresFuse
@Timeout(60)
class MountHelperTest {
    @TempDir
    Path directory;

    private static MountHelper helper() {
        Optional<MountHelper> helper = MountHelper.find();
        Assumptions.assumeTrue(helper.isPresent(), "needs fusermount3");
        return helper.orElseThrow();
    }

    @Test
    void a_filesystem_is_mounted_used_and_unmounted() throws Exception {
        MemoryFileSystem files = new MemoryFileSystem();
        FuseOptions options =
                FuseOptions.builder().openMode(OpenMode.ZERO).source("a,b\\c").build();
        FuseSession session = FuseMount.mountByHelper(files, directory, options, helper());
        assertThat(MountInfo.at(directory).orElseThrow().source()).isEqualTo("a,b\\c");
        Files.writeString(directory.resolve("f"), "text");
        assertThat(directory.resolve("f")).hasContent("text");
        session.unmount();
        assertThat(MountInfo.at(directory)).isEmpty();
        assertThat(files.isStopped()).isTrue();
    }

    @Test
    void a_busy_mount_is_not_unmounted_but_lazily() throws Exception {
        MemoryFileSystem files = new MemoryFileSystem();
        FuseOptions options = FuseOptions.builder().openMode(OpenMode.ZERO).build();
        FuseSession session = FuseMount.mountByHelper(files, directory, options, helper());
        Path file = Files.writeString(directory.resolve("f"), "text");
        try (var open = Files.newInputStream(file)) {
            assertThatThrownBy(session::unmount).isInstanceOf(IOException.class).hasMessageContaining("in use");
            session.unmountLazily();
            assertThat(new String(open.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("text");
        }
        session.awaitUnmount();
    }

    @Test
    void a_refusal_is_told() {
        MemoryFileSystem files = new MemoryFileSystem();
        FuseOptions options = FuseOptions.builder().build();
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> FuseMount.mountByHelper(files, missing, options, helper()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not mount");
    }
}
