package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.COMMIT;
import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.Tree.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.SnapshotExistsException;
import io.jfs.core.store.SnapshotStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many threads, one store. */
interface ConcurrencyFacts {
    SnapshotFixture snapshots();

    int THREADS = 8;
    int ROUNDS = 4;

    @Test
    default void threads_prepare_fill_and_commit_at_once() throws Exception {
        snapshots().layer("base", "", Tree.of(file("base", "b")));
        SnapshotStore store = snapshots().store();
        inParallel(thread -> {
            String parent = "base";
            for (int round = 0; round < ROUNDS; round++) {
                String name = thread + "/" + round;
                store.prepare(key("active " + name), Optional.of(key(parent)), Map.of());
                byte[] layer = new TarBuilder()
                        .file("by " + thread + " in " + round, name)
                        .build();
                new LayerApplier(store.applyTarget(key("active " + name)), LayerLimits.DEFAULT)
                        .apply(new ByteArrayInputStream(layer));
                store.commit(key(name), key("active " + name), COMMIT);
                parent = name;
            }
            return parent;
        });
        for (int thread = 0; thread < THREADS; thread++) {
            List<String> expected = new ArrayList<>(List.of("/", "/base"));
            for (int round = 0; round < ROUNDS; round++) {
                expected.add("/by " + thread + " in " + round);
            }
            assertThat(snapshots().tree(thread + "/" + (ROUNDS - 1)).paths()).isEqualTo(expected);
        }
        assertThat(store.check().problems()).isEmpty();
    }

    @Test
    default void of_many_who_want_the_same_key_one_gets_it() throws Exception {
        SnapshotStore store = snapshots().store();
        List<Boolean> won = inParallel(thread -> {
            try {
                store.prepare(key("wanted"), Optional.empty(), Map.of());
                return true;
            } catch (SnapshotExistsException e) {
                return false;
            }
        });
        assertThat(won).containsOnlyOnce(true);
        assertThat(store.check().problems()).isEmpty();
    }

    @Test
    default void snapshots_are_removed_while_others_are_made_and_cleanup_runs() throws Exception {
        snapshots().layer("base", "", Tree.of(file("base", "b")));
        SnapshotStore store = snapshots().store();
        inParallel(thread -> {
            for (int round = 0; round < ROUNDS; round++) {
                store.prepare(key("key " + thread), Optional.of(key("base")), Map.of());
                store.remove(key("key " + thread));
                store.cleanup();
            }
            return thread;
        });
        store.cleanup();
        assertThat(store.children(key("base"))).isEmpty();
        assertThat(snapshots().tree("base").paths()).containsExactly("/", "/base");
        assertThat(store.check().problems()).isEmpty();
    }

    /** What one of the threads does. */
    interface Work<T> {
        T by(int thread) throws IOException;
    }

    private static <T> List<T> inParallel(Work<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> {
                    start.await();
                    return work.by(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
