package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.transport.Transport;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.FileExerciser;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of a lower layer are copied up in the middle of random operations, and mounted anew in between; see
 * {@link FileExerciser}. Longer: {@code -Dunion.file.steps=100000}; {@code -Dunion.file.seed}.
 */
@RequiresRoot
@RequiresFuse
@ExtendWith(EnabledRings.class)
class RandomFileTest {
    private static final int STEPS = Integer.getInteger("union.file.steps", 120);
    private static final long SEED = Long.getLong("union.file.seed", 1);
    private static final int MOUNTS = 2;
    private static final int[] SIZES = {1, 8_000, 32_768, 200_000}; // up to 32 KiB and above are opened differently

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "PASSTHROUGH, DEV_FUSE",
        "ZERO, DEV_FUSE",
        "CACHED, DEV_FUSE",
        "PASSTHROUGH, IO_URING",
        "ZERO, IO_URING",
        "CACHED, IO_URING",
        "CACHED, LIBFUSE"
    })
    void a_file_of_a_lower_layer_does_what_an_array_in_memory_does(OpenMode mode, Transport transport)
            throws Exception {
        Random random = new Random(SEED);
        FileExerciser[] files = new FileExerciser[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            byte[] content = new byte[SIZES[i]];
            random.nextBytes(content);
            Files.write(MountedUnion.at(directory).lower().resolve("file" + i), content);
            files[i] = new FileExerciser("file" + i, content, SEED + i);
        }
        byte[] before = Files.readAllBytes(directory.resolve("lower/file3"));
        for (int mount = 0; mount < MOUNTS; mount++) {
            Process server = ServerProcess.start(directory, mode, transport);
            Path merged = directory.resolve("mount");
            try (Fd root = Open.open(merged, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                for (FileExerciser file : files) {
                    file.run(root, STEPS);
                }
            } finally {
                MountedUnion.run(List.of("umount", "-l", merged.toString()));
                assertThat(server.waitFor(1, TimeUnit.MINUTES))
                        .as("the server ends")
                        .isTrue();
            }
        }
        assertThat(directory.resolve("lower/file3")).hasBinaryContent(before);
    }
}
