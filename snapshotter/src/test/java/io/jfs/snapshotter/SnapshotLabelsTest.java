package io.jfs.snapshotter;

import static io.jfs.snapshotter.Client.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RequiresBtrfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels by which containerd says how a snapshot is to be made. */
class SnapshotLabelsTest {
    private static final String KEY = "default/1/container";
    private static final Map<String, String> FOUR_MEBIBYTES =
            Map.of("containerd.io/snapshot/max-size", Integer.toString(4 << 20));

    @TempDir
    Path place;

    @Test
    void mappings_of_owners_are_kept_and_found() throws IOException {
        Map<String, String> mappings = Map.of(
                "containerd.io/snapshot/uidmapping", "0:1000:65536",
                "containerd.io/snapshot/gidmapping", "0:2000:65536");
        try (ServedStore served = new ServedStore(place, "vfs")) {
            served.client.prepare(KEY, "", mappings);

            assertThat(served.client.stat(KEY).getLabelsMap()).isEqualTo(mappings);
            assertThat(served.client.names("labels.\"containerd.io/snapshot/uidmapping\"==0:1000:65536"))
                    .containsExactly(KEY);
        }
    }

    @Test
    @RequiresBtrfs
    void a_size_limit_holds_where_the_driver_can() throws IOException {
        try (LoopFilesystem btrfs = LoopFilesystem.btrfs().open();
                ServedStore served = new ServedStore(btrfs.newDirectory(), "btrfs")) {
            Path tree = Path.of(
                    served.client.prepare(KEY, "", FOUR_MEBIBYTES).getFirst().getSource());
            Files.write(tree.resolve("fits"), new byte[1 << 20]);
            assertThatThrownBy(() -> Files.write(tree.resolve("beyond"), new byte[8 << 20]))
                    .hasMessageContaining("quota");

            assertThat(served.client.usage(KEY).getSize()).isBetween(1L << 20, 5L << 20);
        }
    }

    @Test
    void a_size_limit_is_refused_with_a_reason_where_the_driver_cannot() throws IOException {
        try (ServedStore served = new ServedStore(place, "vfs")) {
            assertRefused(
                    Status.Code.UNIMPLEMENTED,
                    "a size limit is not supported by driver vfs because",
                    () -> served.client.prepare(KEY, "", FOUR_MEBIBYTES));

            assertThat(served.client.names()).isEmpty();
        }
    }
}
