package io.jfs.testkit;

import static io.jfs.testkit.Tree.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.linux.Fd;
import io.jfs.linux.Stat;
import io.jfs.testkit.sample.HardLinkDriverProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The sample driver is a driver. */
class HardLinkDriverTest extends StorageDriverContract {
    @Override
    public StorageDriverProvider provider() {
        return new HardLinkDriverProvider();
    }

    @Test
    void a_file_that_did_not_change_takes_space_once() throws IOException {
        snapshots().layer("base", "", Tree.of(file("same", "1").mtime(5, 5), file("other", "2")));
        snapshots().layer("next", "base", Tree.of(file("other", "changed")));
        try (Fd base = snapshots().store().openTree(SnapshotFixture.key("base"));
                Fd next = snapshots().store().openTree(SnapshotFixture.key("next"))) {
            assertThat(Stat.statAt(next, "same").isSameFile(Stat.statAt(base, "same")))
                    .isTrue();
            assertThat(Stat.statAt(next, "other").isSameFile(Stat.statAt(base, "other")))
                    .isFalse();
        }
    }
}
