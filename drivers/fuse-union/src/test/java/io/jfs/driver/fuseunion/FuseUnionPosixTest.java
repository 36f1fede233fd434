package io.jfs.driver.fuseunion;

import io.jfs.core.driver.DriverOptions;
import io.jfs.testkit.PosixContract;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.SnapshotFixture;
import io.jfs.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program mounts, told by the driver to, is a filesystem for a container's root. All tests share one mount.
 */
@RequiresFuse
@ExtendWith(UnionProgram.class)
class FuseUnionPosixTest extends PosixContract {
    @TempDir
    static Path place;

    private static @Nullable SnapshotFixture snapshots;
    private static Path mounted = Path.of("/nonexistent");

    @BeforeAll
    static void mount() throws IOException {
        SnapshotFixture fixture = new SnapshotFixture(place, new FuseUnionDriverProvider(), DriverOptions.NONE);
        snapshots = fixture;
        fixture.layer("base", "", Tree.of());
        mounted = fixture.mount(fixture.prepare("active", "base"));
    }

    @Override
    public Path directory() {
        return mounted;
    }

    @AfterAll
    static void unmount() throws IOException {
        if (snapshots != null) {
            snapshots.close();
        }
    }
}
