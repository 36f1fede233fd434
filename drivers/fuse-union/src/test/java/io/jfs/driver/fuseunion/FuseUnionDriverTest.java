package io.jfs.driver.fuseunion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKind;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.mount.Mounter;
import io.jfs.linux.Directory;
import io.jfs.linux.Fd;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@RequiresFuse
@ExtendWith(UnionProgram.class)
class FuseUnionDriverTest {
    private static StorageDriverProvider provider() {
        return new FuseUnionDriverProvider();
    }

    @Test
    void a_probe_tells_what_mounts_get_and_leaves_nothing_behind(@TempDir Path directory) throws IOException {
        assertThat(provider().probe(directory)).isInstanceOfSatisfying(DriverProbe.Available.class, available -> {
            assertThat(available.capabilities())
                    .contains(DriverCapability.NATIVE_DIFF, DriverCapability.REBASE, DriverCapability.ROOTLESS);
            assertThat(available.facts()).containsKeys("FUSE", "Transport", "Open");
        });
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_mount_takes_500_layers_at_long_paths_with_odd_characters(@TempDir Path directory) throws IOException {
        Path deep = Files.createDirectories(directory.resolve("a:b,c\\d").resolve("x".repeat(100)));
        List<Path> parents = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Path layer =
                    Files.createDirectories(deep.resolve(Integer.toString(i)).resolve("fs"));
            Files.createFile(layer.resolve("in-" + i));
            parents.add(layer.getParent());
        }
        StorageDriver driver = provider().open(deep, DriverOptions.NONE);
        SnapshotDirectory view = new SnapshotDirectory(SnapshotKind.VIEW, deep.resolve("view"), parents);
        try (Fd root = Mounter.openDetached(driver.mounts(view))) {
            assertThat(Directory.list(root)).hasSize(500);
        }
    }

    @Test
    void a_look_needs_no_program_where_the_kernel_can_do_it(@TempDir Path directory) throws IOException {
        StorageDriver driver = provider().open(directory, DriverOptions.NONE);
        SnapshotDirectory view = new SnapshotDirectory(
                SnapshotKind.VIEW, directory.resolve("3"), List.of(directory.resolve("2"), directory.resolve("1")));
        assertThat(driver.looks(view)).extracting(Mount::type).containsExactly("overlay", "fuse3.jfs-union");
    }
}
