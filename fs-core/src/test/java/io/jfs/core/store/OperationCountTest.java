package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.SnapshotId;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.SnapshotDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request costs in LMDB operations does not grow with the store. */
class OperationCountTest {
    @TempDir
    Path directory;

    @Test
    void every_request_costs_the_same_in_a_chain_of_10_and_of_1000() throws IOException {
        assertThat(costs("long", 1000, true)).isEqualTo(costs("short", 10, true));
    }

    @Test
    void every_request_costs_the_same_beside_10_siblings_and_1000() throws IOException {
        assertThat(costs("wide", 1000, false)).isEqualTo(costs("narrow", 10, false));
    }

    /** The costs of each request on top of many snapshots, in order. */
    private List<OperationCounts> costs(String name, int snapshots, boolean chain) throws IOException {
        PlainDriver filling = new PlainDriver() {
            @Override
            public void create(SnapshotDirectory snapshot) {}

            @Override
            public Usage usage(SnapshotDirectory snapshot) {
                return Usage.NONE;
            }
        };
        try (StoreFixture fixture = new StoreFixture(directory.resolve(name), filling)) {
            fill(fixture.root, snapshots, chain);
            SnapshotStore store = fixture.store;
            SnapshotKey parent = key(chain ? "layer" + snapshots : "layer1");
            List<Request> requests = List.of(
                    () -> store.prepare(key("web"), Optional.of(parent), Map.of("l", "1")),
                    () -> store.stat(key("web")),
                    () -> store.mounts(key("web")),
                    () -> store.update(key("web"), Map.of("l", "2"), List.of("labels.l")),
                    () -> store.commit(key("top"), key("web"), CommitOptions.DEFAULT.withSync(SyncPolicy.NONE)),
                    () -> store.usage(key("top")),
                    () -> store.walk(Filter.parse(List.of("name==top")), _ -> {}),
                    () -> store.remove(key("top")));
            List<OperationCounts> costs = new ArrayList<>();
            for (Request request : requests) {
                OperationCounts before = store.operations();
                request.run();
                costs.add(store.operations().minus(before));
            }
            return costs;
        }
    }

    @FunctionalInterface
    private interface Request {
        void run() throws IOException;
    }

    /** Records without directories: a chain, or children of the first. */
    private static void fill(StoreRoot root, int snapshots, boolean chain) throws IOException {
        try (Metadata metadata = Metadata.open(root)) {
            metadata.database("plain").write(transaction -> {
                SnapshotTable table = new SnapshotTable(transaction);
                List<SnapshotId> ancestors = new ArrayList<>();
                for (int i = 1; i <= snapshots; i++) {
                    int parent = chain ? i - 1 : Math.min(1, i - 1);
                    table.insert(new SnapshotRecord(
                            key("layer" + i),
                            new SnapshotId(i),
                            SnapshotKind.COMMITTED,
                            parent == 0 ? Optional.empty() : Optional.of(key("layer" + parent)),
                            ancestors,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            Optional.of(Usage.NONE),
                            Map.of("l", "0")));
                    if (chain || i == 1) {
                        ancestors.addFirst(new SnapshotId(i));
                    }
                }
                table.setNextNumber(snapshots + 1);
                return snapshots;
            });
        }
    }
}
