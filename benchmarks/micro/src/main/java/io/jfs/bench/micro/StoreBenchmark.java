package io.jfs.bench.micro;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.store.Drivers;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Metadata in LMDB: a transaction with its sync, and a look without one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StoreBenchmark {
    private static final SnapshotKey KEY = new SnapshotKey("key");
    private static final SnapshotKey STAYS = new SnapshotKey("stays");
    private static final int OTHERS = 500;

    private SnapshotStore store;
    private int removals;

    /** A store with some snapshots. */
    @Setup
    public void open(ScratchDirectory scratch) throws IOException {
        StoreRoot root =
                new StoreRoot(scratch.path().resolve("root"), scratch.path().resolve("run"));
        store = SnapshotStore.open(root, Drivers.byName("overlay"), DriverOptions.NONE);
        for (int i = 0; i < OTHERS; i++) {
            store.prepare(new SnapshotKey("other-" + i), Optional.empty(), Map.of());
        }
        store.prepare(STAYS, Optional.empty(), Map.of());
    }

    /** Closes it. */
    @TearDown
    public void close() {
        store.close();
    }

    /** An active snapshot is made and forgotten; the directories are deleted in bulk, now and then. */
    @Benchmark
    public void prepareAndRemove() throws IOException {
        store.prepare(KEY, Optional.empty(), Map.of());
        store.remove(KEY);
        if (++removals % 256 == 0) {
            store.cleanup();
        }
    }

    /** What is known of one snapshot. */
    @Benchmark
    public SnapshotInfo stat() throws IOException {
        return store.stat(STAYS);
    }
}
