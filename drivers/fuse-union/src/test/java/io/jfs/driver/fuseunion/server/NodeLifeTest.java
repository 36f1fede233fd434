package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel has forgotten the union forgets. */
@RequiresRoot
@RequiresFuse
class NodeLifeTest {
    private static final int ATTEMPTS = 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void after_the_kernels_caches_are_dropped_only_the_root_is_known(OpenMode mode) throws Exception {
        Path lower = MountedUnion.at(directory).lower();
        for (int i = 0; i < 300; i++) {
            Files.writeString(
                    Files.createDirectories(lower.resolve("dir" + i % 7)).resolve("file" + i), "x");
        }
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode)) {
            int atFirst = mount.union.knownNodes();
            mount.shell("find . -type f -exec cat {} + > /dev/null; ls -lR . > /dev/null");
            mount.shell("cp -a dir1 copy; rm -r dir2; mv dir3 dir4/; ln dir5/* .; echo x >> dir0/file0; mkdir a b");
            assertThat(mount.union.knownNodes()).isGreaterThan(300);
            for (int i = 0; i < ATTEMPTS && mount.union.knownNodes() > atFirst; i++) {
                Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "2");
                MountedUnion.run(List.of("sync", "-f", mount.path.toString())); // a round trip after the forgets
            }
            assertThat(mount.union.knownNodes()).isEqualTo(atFirst);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void many_files_may_be_open_and_unlinked(OpenMode mode) throws Exception {
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode)) {
            List<Fd> open = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Path file = mount.write("file" + i, "content" + i);
                open.add(Open.open(file, Open.O_RDWR, 0));
                Files.delete(file);
            }
            for (Fd file : open) {
                file.close();
            }
            MountedUnion.run(List.of("sync", "-f", mount.path.toString()));
            assertThat(mount.union.knownNodes()).isLessThan(10);
        }
    }
}
