package io.jfs.driver.btrfs;

import io.jfs.core.driver.DriverOptions;
import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.PosixContract;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.SnapshotFixture;
import io.jfs.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A subvolume is a filesystem for a container's root. */
@RequiresBtrfs
class BtrfsPosixTest extends PosixContract {
    @RegisterExtension
    static final LoopFilesystem BTRFS = LoopFilesystem.btrfs();

    private static @Nullable SnapshotFixture snapshots;
    private static Path mounted = Path.of("/nonexistent");

    @BeforeAll
    static void mount() throws IOException {
        SnapshotFixture fixture =
                new SnapshotFixture(BTRFS.newDirectory(), new BtrfsDriverProvider(), DriverOptions.NONE);
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
