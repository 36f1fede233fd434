package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.Transport;
import io.jfs.testkit.EnabledRings;
import io.jfs.testkit.PosixContract;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.SnapshotFixture;
import io.jfs.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program mounts, told by the driver to, is a filesystem for a container's root. All tests share one mount.
 */
@RequiresFuse
@ExtendWith({EnabledRings.class, UnionProgram.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FuseUnionPosixContract extends PosixContract {
    private final Transport transport;
    private @Nullable SnapshotFixture snapshots;
    private Path mounted = Path.of("/nonexistent");

    FuseUnionPosixContract(Transport transport) {
        this.transport = transport;
    }

    @BeforeAll
    void mount(@TempDir Path place) throws IOException {
        OverTransport.require(transport);
        SnapshotFixture fixture =
                new SnapshotFixture(place, new FuseUnionDriverProvider(), OverTransport.options(transport));
        snapshots = fixture;
        fixture.layer("base", "", Tree.of());
        mounted = fixture.mount(fixture.prepare("active", "base"));
    }

    @Override
    public Path directory() {
        return mounted;
    }

    @AfterAll
    void unmount() throws IOException {
        if (snapshots != null) {
            snapshots.close();
        }
    }
}
