package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.SnapshotId;
import io.jfs.core.Usage;
import io.jfs.core.driver.SnapshotDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that a crash leaves behind, made by hand. */
class RecoveryTest {
    @TempDir
    Path directory;

    @Test
    void the_staging_of_a_dead_process_goes_to_the_trash_when_the_store_is_opened() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.prepare("web", "");
        }
        StoreRoot root = StoreFixture.root(directory);
        Path staging = root.driverDirectory("plain").resolve("staging");
        Files.createFile(staging.resolve("dead.lock"));
        Files.createDirectories(staging.resolve("dead.1/tree/half/filled"));
        Files.createDirectories(staging.resolve("lockless.1"));
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertThat(staging).isEmptyDirectory();
            assertThat(fixture.driverDirectory().resolve("2")).isDirectory();
            assertThat(fixture.store.check().problems()).isEmpty();
            assertThat(fixture.store.cleanup().orphans()).isEqualTo(2);
            assertThat(fixture.driverDirectory()).isDirectoryNotContaining("glob:**/[23]");
            fixture.prepare("next", "");
            assertThat(fixture.store.stat(key("next")).id()).isEqualTo(new SnapshotId(4));
        }
    }

    @Test
    void the_staging_of_a_living_process_is_left_alone() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            PlainDriver opening = new PlainDriver() {
                @Override
                public void create(SnapshotDirectory snapshot) throws IOException {
                    super.create(snapshot);
                    try (SnapshotStore other = StoreFixture.open(fixture.root, new PlainDriver())) {
                        other.cleanup();
                    }
                }
            };
            try (SnapshotStore store = StoreFixture.open(fixture.root, opening)) {
                store.prepare(key("web"), Optional.empty(), Map.of());
                assertThat(fixture.tree("web")).isDirectory();
                assertThat(store.check().problems()).isEmpty();
            }
            assertThat(fixture.staging()).isEmptyDirectory();
        }
    }

    @Test
    void a_directory_renamed_but_not_recorded_is_found_and_its_number_is_skipped() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            Files.createDirectories(fixture.driverDirectory().resolve("1/tree"));
            fixture.prepare("web", "");
            assertThat(fixture.store.stat(key("web")).id()).isEqualTo(new SnapshotId(2));
            assertThat(fixture.store.check().problems())
                    .singleElement()
                    .asString()
                    .contains("/plain/1", "belongs to no snapshot");
            assertThat(fixture.store.cleanup()).isEqualTo(new CleanupResult(0, 1, Usage.NONE, List.of()));
            assertThat(fixture.store.check().isClean()).isTrue();
        }
    }

    @Test
    void a_number_found_in_an_unrecorded_directory_is_never_used_again() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            Files.createDirectories(fixture.driverDirectory().resolve("7"));
            fixture.store.cleanup();
            fixture.prepare("web", "");
            assertThat(fixture.store.stat(key("web")).id()).isEqualTo(new SnapshotId(8));
        }
    }

    @Test
    void cleanup_tells_what_it_freed_and_repeats_what_failed() throws IOException {
        PlainDriver stubborn = new PlainDriver() {
            private boolean failed;

            @Override
            public void delete(Path directory) throws IOException {
                if (!failed) {
                    failed = true;
                    throw new IOException("device busy");
                }
                super.delete(directory);
            }
        };
        try (StoreFixture fixture = new StoreFixture(directory, stubborn)) {
            fixture.layer("base", "");
            fixture.store.remove(key("base"));
            CleanupResult first = fixture.store.cleanup();
            assertThat(first.snapshots()).isZero();
            assertThat(first.failures()).singleElement().asString().contains("device busy");
            assertThat(fixture.store.check().problems()).isEmpty();
            assertThat(fixture.store.cleanup()).isEqualTo(new CleanupResult(1, 0, new Usage(4, 2), List.of()));
            assertThat(fixture.store.cleanup()).isEqualTo(new CleanupResult(0, 0, Usage.NONE, List.of()));
        }
        assertThat(StoreFixture.root(directory).driverDirectory("plain").resolve("staging"))
                .isEmptyDirectory();
    }

    @Test
    void a_missing_directory_is_reported_and_the_snapshot_can_be_removed() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.prepare("web", "");
            fixture.driver.delete(fixture.directory("web"));
            assertThat(fixture.store.check().problems())
                    .singleElement()
                    .asString()
                    .contains("web", "missing");
            fixture.store.remove(key("web"));
            fixture.store.cleanup();
            assertThat(fixture.store.check().isClean()).isTrue();
        }
    }

    @Test
    void opening_a_store_at_rest_writes_nothing_and_steps_over_nothing() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.layer("base", "");
        }
        try (StoreFixture fixture = new StoreFixture(directory)) {
            assertThat(fixture.store.operations()).isEqualTo(new OperationCounts(1, 0, 0, 0));
        }
    }

    @Test
    void check_finds_an_index_that_disagrees() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.layer("base", "");
            fixture.prepare("web", "base");
            try (Metadata metadata = Metadata.open(fixture.root)) {
                metadata.database("plain").write(transaction -> transaction.delete(StoreKeys.child(1, 2)));
            }
            assertThat(fixture.store.check().problems())
                    .singleElement()
                    .asString()
                    .contains("web", "index");
        }
    }

    @Test
    void a_lock_file_deleted_by_its_owner_is_not_mistaken_for_a_lock() throws IOException {
        Path path = directory.resolve("x.lock");
        LockFile held = LockFile.acquire(path);
        assertThat(LockFile.tryAcquire(path)).isEmpty();
        held.close();
        assertThat(path).doesNotExist();
        LockFile.acquire(path).leaveBehind();
        assertThat(path).exists();
        LockFile.tryAcquire(path).orElseThrow().close();
        assertThat(path).doesNotExist();
    }

    @Test
    void a_parent_removed_while_the_child_is_made_fails_the_child() throws IOException {
        try (StoreFixture fixture = new StoreFixture(directory)) {
            fixture.layer("base", "");
            PlainDriver slow = new PlainDriver() {
                @Override
                public void create(SnapshotDirectory snapshot) throws IOException {
                    super.create(snapshot);
                    fixture.store.remove(key("base"));
                }
            };
            try (SnapshotStore store = StoreFixture.open(fixture.root, slow)) {
                assertThatThrownBy(() -> store.prepare(key("web"), StoreFixture.on("base"), Map.of()))
                        .isInstanceOf(SnapshotNotFoundException.class);
                assertThat(store.find(key("web"))).isEmpty();
                assertThat(fixture.staging()).isDirectoryNotContaining("glob:**.1");
            }
        }
    }
}
