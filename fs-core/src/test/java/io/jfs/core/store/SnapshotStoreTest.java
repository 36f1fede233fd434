package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static io.jfs.core.store.StoreFixture.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.driver.SnapshotDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of containerd's snapshotter, as far as it is the store's. */
class SnapshotStoreTest {
    @TempDir
    Path directory;

    StoreFixture fixture;
    SnapshotStore store;

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(directory);
        store = fixture.store;
    }

    @AfterEach
    void every_test_leaves_a_sound_store() throws IOException {
        assertThat(store.check().problems()).isEmpty();
        store.close();
    }

    /**
     * CVE-2021-41091, CVE-2021-41103: other users ran the set-id programs of containers where these lay on the host.
     */
    @Test
    void other_users_cannot_walk_into_the_layers() throws IOException {
        store.prepare(key("web"), Optional.empty(), Map.of());
        Path layers = fixture.root.root().resolve(fixture.driver.name());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layers)))
                .endsWith("------");
    }

    @Test
    void a_prepared_snapshot_is_active_and_carries_the_time_of_the_call() throws IOException {
        Instant before = Instant.now();
        store.prepare(key("web"), Optional.empty(), Map.of("app", "web"));
        Instant after = Instant.now();

        SnapshotInfo info = store.stat(key("web"));
        assertThat(info.kind()).isEqualTo(SnapshotKind.ACTIVE);
        assertThat(info.parent()).isEmpty();
        assertThat(info.labels()).isEqualTo(Map.of("app", "web"));
        assertThat(info.created()).isBetween(before, after).isEqualTo(info.updated());
    }

    @Test
    void stat_and_walk_give_the_same_times_to_the_nanosecond() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("web", "base");
        assertThat(all()).contains(store.stat(key("base")), store.stat(key("web")));
        try (SnapshotStore other = StoreFixture.open(fixture.root, new PlainDriver())) {
            assertThat(other.stat(key("web"))).isEqualTo(store.stat(key("web")));
        }
    }

    @Test
    void active_view_and_committed_share_one_key_space() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("active", "base");
        fixture.view("view", "base");
        for (String used : List.of("base", "active", "view")) {
            assertThatThrownBy(() -> fixture.prepare(used, "base")).isInstanceOf(SnapshotExistsException.class);
            assertThatThrownBy(() -> fixture.view(used, "base")).isInstanceOf(SnapshotExistsException.class);
            assertThatThrownBy(() -> fixture.commit(used, "active")).isInstanceOf(SnapshotExistsException.class);
        }
    }

    @Test
    void a_key_is_free_again_right_after_remove() throws IOException {
        fixture.prepare("web", "");
        long first = store.stat(key("web")).id().number();
        store.remove(key("web"));
        fixture.prepare("web", "");
        assertThat(store.stat(key("web")).id().number()).isGreaterThan(first);
    }

    @Test
    void a_name_is_free_again_right_after_remove_while_its_data_is_still_there() throws IOException {
        fixture.layer("base", "");
        Path old = fixture.directory("base");
        store.remove(key("base"));
        fixture.layer("base", "");
        assertThat(old).exists();
        store.cleanup();
        assertThat(old).doesNotExist();
        assertThat(fixture.tree("base").resolve("base")).hasContent("base");
    }

    @Test
    void commit_consumes_the_active_snapshot_and_replaces_labels_and_times() throws IOException {
        store.prepare(key("work"), Optional.empty(), Map.of("old", "1"));
        SnapshotInfo active = store.stat(key("work"));
        Instant before = Instant.now();
        store.commit(key("base"), key("work"), CommitOptions.DEFAULT.withLabels(Map.of("new", "2")));

        assertThat(store.find(key("work"))).isEmpty();
        SnapshotInfo committed = store.stat(key("base"));
        assertThat(committed.kind()).isEqualTo(SnapshotKind.COMMITTED);
        assertThat(committed.labels()).isEqualTo(Map.of("new", "2"));
        assertThat(committed.created()).isAfterOrEqualTo(before).isEqualTo(committed.updated());
        assertThat(committed.id()).isEqualTo(active.id());
    }

    @Test
    void a_view_cannot_be_committed() throws IOException {
        fixture.layer("base", "");
        fixture.view("look", "base");
        assertThatThrownBy(() -> fixture.commit("more", "look"))
                .isInstanceOf(SnapshotStateException.class)
                .hasMessageContaining("look")
                .hasMessageContaining("view");
    }

    @Test
    void a_parent_must_exist_and_be_committed() throws IOException {
        fixture.prepare("active", "");
        assertThatThrownBy(() -> fixture.prepare("child", "active")).isInstanceOf(InvalidParentException.class);
        assertThatThrownBy(() -> fixture.view("child", "nothing"))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("nothing");
        assertThat(store.find(key("child"))).isEmpty();
    }

    @Test
    void a_snapshot_with_children_cannot_be_removed_and_the_text_says_remove() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("web", "base");
        assertThatThrownBy(() -> store.remove(key("base")))
                .isInstanceOf(SnapshotBusyException.class)
                .hasMessageContaining("remove")
                .hasMessageContaining("web");
        store.remove(key("web"));
        store.remove(key("base"));
        assertThat(all()).isEmpty();
    }

    @Test
    void what_does_not_exist_is_not_found() {
        assertThatThrownBy(() -> store.stat(key("x"))).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> store.mounts(key("x"))).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> store.remove(key("x"))).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> store.usage(key("x"))).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> fixture.commit("y", "x")).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> store.update(key("x"), Map.of(), List.of()))
                .isInstanceOf(SnapshotNotFoundException.class);
    }

    @Test
    void mounts_are_those_of_the_final_directory_and_a_view_is_read_only() throws IOException {
        fixture.layer("base", "");
        assertThat(store.prepare(key("web"), on("base"), Map.of())).isEqualTo(store.mounts(key("web")));
        assertThat(store.mounts(key("web")).getFirst().source())
                .isEqualTo(fixture.tree("web").toString());
        assertThat(store.view(key("look"), on("base"), Map.of()).getLast().isReadOnly())
                .isTrue();
        assertThatThrownBy(() -> store.mounts(key("base"))).isInstanceOf(SnapshotStateException.class);
    }

    @Test
    void a_parent_can_be_given_at_commit_if_there_was_none() throws IOException {
        fixture.layer("base", "");
        fixture.layer("middle", "base");
        fixture.prepare("work", "");
        store.commit(key("top"), key("work"), CommitOptions.DEFAULT.withParent(key("middle")));

        assertThat(fixture.driver.calls).containsSubsequence("rebase on 2 parents", "commit on 2 parents");
        assertThat(store.stat(key("top")).parent()).contains(key("middle"));
        assertThat(store.children(key("middle"))).containsExactly(key("top"));
        fixture.prepare("web", "top");
        assertThatThrownBy(() -> store.remove(key("middle"))).isInstanceOf(SnapshotBusyException.class);
    }

    @Test
    void a_parent_given_at_commit_must_be_committed_and_the_only_one() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("work", "base");
        fixture.prepare("bottom", "");
        assertThatThrownBy(() -> store.commit(key("top"), key("work"), CommitOptions.DEFAULT.withParent(key("base"))))
                .isInstanceOf(InvalidParentException.class);
        assertThatThrownBy(() -> store.commit(key("top"), key("bottom"), CommitOptions.DEFAULT.withParent(key("work"))))
                .isInstanceOf(InvalidParentException.class);
        assertThatThrownBy(() -> store.commit(key("top"), key("bottom"), CommitOptions.DEFAULT.withParent(key("no"))))
                .isInstanceOf(SnapshotNotFoundException.class);
    }

    @Test
    void usage_of_a_committed_snapshot_is_recorded_and_not_measured_again() throws IOException {
        fixture.layer("base", "");
        fixture.driver.calls.clear();
        assertThat(store.usage(key("base"))).isEqualTo(new Usage(4, 2));
        assertThat(fixture.driver.calls).isEmpty();

        fixture.prepare("work", "");
        store.commit(key("counted"), key("work"), CommitOptions.DEFAULT.withUsage(new Usage(7, 3)));
        assertThat(store.usage(key("counted"))).isEqualTo(new Usage(7, 3));
        assertThat(fixture.driver.calls).containsExactly("commit on 0 parents");
    }

    @Test
    void children_are_listed_oldest_first() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("b", "base");
        fixture.view("a", "base");
        fixture.prepare("other", "");
        assertThat(store.children(key("base"))).containsExactly(key("b"), key("a"));
    }

    @Test
    void walk_lets_its_callback_use_the_store() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("web", "base");
        List<SnapshotInfo> seen = new ArrayList<>();
        store.walk(Filter.ALL, info -> {
            try {
                seen.add(store.stat(info.key()));
                store.update(info.key(), Map.of("seen", "yes"), List.of("labels.seen"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(seen).extracting(SnapshotInfo::key).containsExactlyInAnyOrder(key("base"), key("web"));
    }

    @Test
    void keys_may_be_long_and_hold_anything() throws IOException {
        String common = "k8s.io/12/extract-1700000000-abcd sha256:".repeat(40);
        fixture.prepare("work", "");
        fixture.commit(common + "a", "work");
        fixture.prepare(common + "b", common + "a");
        fixture.prepare("../../etc/passwd", common + "a");
        assertThat(store.children(key(common + "a"))).containsExactly(key(common + "b"), key("../../etc/passwd"));
        assertThat(store.stat(key(common + "b")).parent()).contains(key(common + "a"));
        assertThat(all()).hasSize(3);
    }

    @Test
    void only_an_active_snapshot_can_be_written() throws IOException {
        fixture.layer("base", "");
        fixture.prepare("web", "base");
        assertThat(store.applyTarget(key("web"))).isEqualTo(new ApplyTarget.MergedTree(fixture.tree("web")));
        assertThatThrownBy(() -> store.applyTarget(key("base"))).isInstanceOf(SnapshotStateException.class);
    }

    @Test
    void a_driver_that_cannot_create_leaves_nothing_behind() throws IOException {
        PlainDriver failing = new PlainDriver() {
            @Override
            public void create(SnapshotDirectory snapshot) throws IOException {
                super.create(snapshot);
                throw new IOException("disk full");
            }
        };
        try (SnapshotStore broken = StoreFixture.open(fixture.root, failing)) {
            assertThatThrownBy(() -> broken.prepare(key("web"), Optional.empty(), Map.of()))
                    .hasMessage("disk full");
            assertThat(broken.find(key("web"))).isEmpty();
        }
        assertThat(fixture.staging()).isEmptyDirectory();
    }

    private List<SnapshotInfo> all() throws IOException {
        List<SnapshotInfo> all = new ArrayList<>();
        store.walk(Filter.ALL, all::add);
        return all;
    }
}
