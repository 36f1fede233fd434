package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
    private static final byte[] FORMAT = "format".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void a_store_of_a_newer_format_is_refused_with_both_numbers() throws IOException {
        setFormat(9);
        assertThatThrownBy(() -> Metadata.open(StoreFixture.root(directory)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer")
                .hasMessageContaining("9")
                .hasMessageContaining("knows 1");
    }

    @Test
    void a_store_of_an_older_format_is_migrated_in_the_transaction_that_says_so() throws IOException {
        setFormat(0);
        StoreRoot root = StoreFixture.root(directory);
        assertThatThrownBy(() -> Metadata.open(root)).hasMessageContaining("no way from format 0");
        List<Integer> migrated = new ArrayList<>();
        Metadata.open(root, (_, from) -> migrated.add(from)).close();
        Metadata.open(root, (_, from) -> migrated.add(from)).close();
        assertThat(migrated).containsExactly(0);
    }

    @Test
    void handles_share_one_environment_and_the_last_closes_it() throws IOException {
        StoreRoot root = StoreFixture.root(directory);
        Metadata first = Metadata.open(root);
        Metadata second = Metadata.open(root);
        first.close();
        first.close();
        Database database = second.database("test");
        database.write(transaction -> {
            transaction.put(new byte[] {1}, new byte[] {2});
            return true;
        });
        second.close();
        assertThatThrownBy(() -> database.read(transaction -> true)).isInstanceOf(IllegalStateException.class);
        try (Metadata again = Metadata.open(root)) {
            assertThat(valueOf(again.database("test"))).contains(new byte[] {2});
        }
    }

    @Test
    void a_close_during_a_transaction_waits_for_its_end() throws IOException {
        Metadata metadata = Metadata.open(StoreFixture.root(directory));
        Database database = metadata.database("test");
        boolean empty = database.read(transaction -> {
            metadata.close();
            return transaction.get(new byte[] {1}).isEmpty();
        });
        assertThat(empty).isTrue();
    }

    @Test
    void work_that_throws_has_no_effect() throws IOException {
        try (Metadata metadata = Metadata.open(StoreFixture.root(directory))) {
            Database database = metadata.database("test");
            assertThatThrownBy(() -> database.write(transaction -> {
                        transaction.put(new byte[] {1}, new byte[] {2});
                        throw new IOException("no");
                    }))
                    .hasMessage("no");
            assertThat(valueOf(database)).isEmpty();
        }
    }

    @Test
    void a_write_within_a_write_is_refused_instead_of_waiting_for_itself() throws IOException {
        try (Metadata metadata = Metadata.open(StoreFixture.root(directory))) {
            Database database = metadata.database("test");
            assertThatThrownBy(() -> database.write(_ -> database.write(_ -> true)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readers_see_the_state_of_their_beginning() throws IOException {
        try (Metadata metadata = Metadata.open(StoreFixture.root(directory))) {
            Database database = metadata.database("test");
            boolean seen = database.read(transaction -> {
                database.write(writing -> {
                    writing.put(new byte[] {1}, new byte[] {2});
                    return true;
                });
                return transaction.get(new byte[] {1}).isPresent();
            });
            assertThat(seen).isFalse();
        }
    }

    @Test
    void virtual_threads_may_write() throws Exception {
        try (StoreFixture fixture = new StoreFixture(directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> prepared = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String name = "web" + i;
                prepared.add(threads.submit(() -> fixture.store.prepare(key(name), Optional.empty(), Map.of())));
            }
            for (Future<?> each : prepared) {
                each.get();
            }
            Future<?> refused = threads.submit(() -> fixture.store.prepare(key("web1"), Optional.empty(), Map.of()));
            assertThatThrownBy(refused::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SnapshotExistsException.class);
            assertThat(fixture.store.check()).isEqualTo(new CheckReport(20, List.of()));
        }
    }

    private static Optional<byte[]> valueOf(Database database) throws IOException {
        return database.read(transaction -> transaction.get(new byte[] {1}));
    }

    private void setFormat(int format) throws IOException {
        try (Metadata metadata = Metadata.open(StoreFixture.root(directory))) {
            metadata.database("jfs").write(transaction -> {
                transaction.put(FORMAT, ByteBuffer.allocate(4).putInt(format).array());
                return format;
            });
        }
    }
}
