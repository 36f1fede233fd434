package io.jfs.driver.vfs;

import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.Tree.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.linux.Fd;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Sync;
import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresXfs;
import io.jfs.testkit.SnapshotFixture;
import io.jfs.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the filesystem can share blocks, copies do. */
class VfsReflinkTest {
    private static final int BYTES = 32 << 20;

    @Test
    @RequiresBtrfs
    void copies_on_btrfs_share_their_blocks() throws IOException {
        try (LoopFilesystem btrfs = LoopFilesystem.btrfs().open()) {
            assertThat(grownByCopyOn(btrfs)).isLessThan(BYTES / 8);
        }
    }

    @Test
    @RequiresXfs
    void copies_on_xfs_share_their_blocks() throws IOException {
        try (LoopFilesystem xfs = LoopFilesystem.xfs().open()) {
            assertThat(grownByCopyOn(xfs)).isLessThan(BYTES / 8);
        }
    }

    private static long grownByCopyOn(LoopFilesystem filesystem) throws IOException {
        Path place = filesystem.newDirectory();
        assertThat(new VfsDriverProvider().probe(place))
                .isInstanceOfSatisfying(DriverProbe.Available.class, available -> {
                    assertThat(available.capabilities()).contains(DriverCapability.REFLINK);
                    assertThat(available.facts()).containsEntry("Copies", "share blocks");
                });
        try (SnapshotFixture snapshots = new SnapshotFixture(place, new VfsDriverProvider(), DriverOptions.NONE)) {
            byte[] content = new byte[BYTES];
            new Random(1).nextBytes(content);
            snapshots.layer("base", "", Tree.of(file("big", content)));
            long before = used(place);
            snapshots.store().prepare(key("active"), Optional.of(key("base")), Map.of());
            return used(place) - before;
        }
    }

    private static long used(Path place) throws IOException {
        try (Fd fd = Open.open(place, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            Sync.syncFileSystem(fd);
            FileSystemStat stat = Stat.fileSystem(fd);
            return (stat.blocks() - stat.freeBlocks()) * stat.blockSize();
        }
    }

    @Test
    void elsewhere_the_probe_says_that_copies_are_whole(@TempDir Path place) {
        assertThat(new VfsDriverProvider().probe(place))
                .isInstanceOfSatisfying(
                        DriverProbe.Available.class,
                        available -> assertThat(available.facts().get("Copies"))
                                .isEqualTo(
                                        available.capabilities().contains(DriverCapability.REFLINK)
                                                ? "share blocks"
                                                : "are whole: no reflinks here"));
    }
}
