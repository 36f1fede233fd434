package io.jfs.testkit;

import static io.jfs.testkit.SnapshotFixture.COMMIT;
import static io.jfs.testkit.SnapshotFixture.key;
import static io.jfs.testkit.Tree.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.SnapshotInfo;
import io.jfs.core.SnapshotKey;
import io.jfs.core.SnapshotKind;
import io.jfs.core.Usage;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.UnsupportedLimitException;
import io.jfs.core.store.Filter;
import io.jfs.core.store.InvalidUpdateException;
import io.jfs.core.store.SnapshotBusyException;
import io.jfs.core.store.SnapshotExistsException;
import io.jfs.core.store.SnapshotNotFoundException;
import io.jfs.core.store.SnapshotStateException;
import io.jfs.core.store.SnapshotStore;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names, kinds, labels, times, usage: what clients of containerd's snapshotters rely on. */
interface SnapshotFacts {
    SnapshotFixture snapshots();

    @Test
    default void prepare_and_commit_make_a_committed_snapshot_of_an_active_one() throws IOException {
        snapshots().prepare("active", "");
        assertThat(snapshots().store().stat(key("active")).kind()).isEqualTo(SnapshotKind.ACTIVE);
        snapshots().commit("committed", "active");
        SnapshotInfo info = snapshots().store().stat(key("committed"));
        assertThat(info.kind()).isEqualTo(SnapshotKind.COMMITTED);
        assertThat(info.parent()).isEmpty();
        assertThat(snapshots().store().find(key("active"))).isEmpty();
    }

    @Test
    default void each_snapshot_names_its_parent() throws IOException {
        snapshots().layer("one", "", Tree.of());
        snapshots().layer("two", "one", Tree.of());
        snapshots().prepare("three", "two");
        snapshots().view("look", "two");
        assertThat(snapshots().store().stat(key("two")).parent()).contains(key("one"));
        assertThat(snapshots().store().stat(key("three")).parent()).contains(key("two"));
        assertThat(snapshots().store().stat(key("look")).kind()).isEqualTo(SnapshotKind.VIEW);
        assertThat(snapshots().store().children(key("two"))).containsExactly(key("three"), key("look"));
    }

    @Test
    default void a_key_in_use_cannot_be_taken_again() throws IOException {
        snapshots().layer("committed", "", Tree.of());
        snapshots().prepare("active", "committed");
        snapshots().view("view", "committed");
        for (String used : List.of("committed", "active", "view")) {
            assertThatThrownBy(() -> snapshots().prepare(used, "")).isInstanceOf(SnapshotExistsException.class);
            assertThatThrownBy(() -> snapshots().view(used, "")).isInstanceOf(SnapshotExistsException.class);
        }
        snapshots().prepare("other", "");
        assertThatThrownBy(() -> snapshots().commit("committed", "other")).isInstanceOf(SnapshotExistsException.class);
    }

    @Test
    default void a_key_is_free_again_right_after_remove() throws IOException {
        snapshots().prepare("key", "");
        snapshots().store().remove(key("key"));
        snapshots().view("key", "");
        snapshots().store().remove(key("key"));
        snapshots().prepare("key", "");
        assertThat(snapshots().store().stat(key("key")).kind()).isEqualTo(SnapshotKind.ACTIVE);
    }

    @Test
    default void a_committed_name_is_free_again_after_remove_and_shows_nothing_of_the_old() throws IOException {
        snapshots().layer("name", "", Tree.of(file("old", "1")));
        snapshots().store().remove(key("name"));
        snapshots().layer("name", "", Tree.of(file("new", "2")));
        assertThat(snapshots().tree("name").paths()).containsExactly("/", "/new");
        snapshots().store().cleanup();
        assertThat(snapshots().tree("name").paths()).containsExactly("/", "/new");
    }

    @Test
    default void a_snapshot_with_children_cannot_be_removed() throws IOException {
        snapshots().layer("bottom", "", Tree.of());
        snapshots().layer("middle", "bottom", Tree.of());
        snapshots().prepare("top", "middle");
        for (String parent : List.of("bottom", "middle")) {
            assertThatThrownBy(() -> snapshots().store().remove(key(parent)))
                    .isInstanceOf(SnapshotBusyException.class)
                    .hasMessageContaining("remove");
        }
        for (String key : List.of("top", "middle", "bottom")) {
            snapshots().store().remove(key(key));
        }
        assertThat(all(Filter.ALL)).isEmpty();
    }

    @Test
    default void only_an_active_snapshot_can_be_committed_and_only_a_committed_one_be_a_parent() throws IOException {
        snapshots().layer("committed", "", Tree.of());
        snapshots().view("view", "committed");
        snapshots().prepare("active", "committed");
        assertThatThrownBy(() -> snapshots().commit("x", "view")).isInstanceOf(SnapshotStateException.class);
        assertThatThrownBy(() -> snapshots().commit("x", "committed")).isInstanceOf(SnapshotStateException.class);
        assertThatThrownBy(() -> snapshots().prepare("x", "active")).isInstanceOf(SnapshotStateException.class);
        assertThatThrownBy(() -> snapshots().view("x", "view")).isInstanceOf(SnapshotStateException.class);
        assertThatThrownBy(() -> snapshots().store().mounts(key("committed")))
                .isInstanceOf(SnapshotStateException.class);
        assertThat(snapshots().store().find(key("x"))).isEmpty();
    }

    @Test
    default void what_does_not_exist_is_not_found() {
        SnapshotKey nothing = key("nothing");
        assertThatThrownBy(() -> snapshots().store().stat(nothing)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> snapshots().store().mounts(nothing)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> snapshots().store().remove(nothing)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> snapshots().store().usage(nothing)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> snapshots().prepare("x", "nothing")).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> snapshots().commit("x", "nothing")).isInstanceOf(SnapshotNotFoundException.class);
    }

    @Test
    default void times_are_those_of_the_call_to_the_nanosecond_wherever_they_are_asked_for() throws IOException {
        Instant before = Instant.now();
        snapshots().prepare("key", "");
        Instant after = Instant.now();
        SnapshotInfo info = snapshots().store().stat(key("key"));
        assertThat(info.created()).isBetween(before, after).isEqualTo(info.updated());
        assertThat(all(Filter.ALL)).containsExactly(info);
        snapshots().store().update(key("key"), Map.of("a", "b"), List.of());
        assertThat(snapshots().store().stat(key("key")).created()).isEqualTo(info.created());
        assertThat(snapshots().store().stat(key("key")).updated()).isAfter(info.updated());
    }

    @Test
    default void commit_replaces_the_labels() throws IOException {
        snapshots().store().prepare(key("key"), Optional.empty(), Map.of("old", "1"));
        snapshots().store().commit(key("name"), key("key"), COMMIT.withLabels(Map.of("new", "2")));
        assertThat(snapshots().store().stat(key("name")).labels()).isEqualTo(Map.of("new", "2"));
    }

    @Test
    default void an_update_changes_the_labels_that_its_mask_names() throws IOException {
        SnapshotKey key = key("key");
        snapshots().store().prepare(key, Optional.empty(), Map.of("a", "1", "b.c", "2"));
        snapshots().store().update(key, Map.of("a", "3", "b.c", "4"), List.of("labels.a"));
        assertThat(snapshots().store().stat(key).labels()).isEqualTo(Map.of("a", "3", "b.c", "2"));
        snapshots().store().update(key, Map.of(), List.of("labels.b.c"));
        assertThat(snapshots().store().stat(key).labels()).isEqualTo(Map.of("a", "3"));
        snapshots().store().update(key, Map.of("d", "5"), List.of("labels"));
        assertThat(snapshots().store().stat(key).labels()).isEqualTo(Map.of("d", "5"));
        snapshots().store().update(key, Map.of("e", "6"), List.of());
        assertThat(snapshots().store().stat(key).labels()).isEqualTo(Map.of("e", "6"));
        assertThatThrownBy(() -> snapshots().store().update(key, Map.of(), List.of("parent")))
                .isInstanceOf(InvalidUpdateException.class);
    }

    @Test
    default void walk_gives_what_the_filters_want() throws IOException {
        snapshots().layer("base", "", Tree.of());
        snapshots().store().prepare(key("run"), Optional.of(key("base")), Map.of("gc.io/root", "x"));
        snapshots().view("look", "base");
        assertThat(names("kind==active")).containsExactly("run");
        assertThat(names("kind==committed")).containsExactly("base");
        assertThat(names("name==look")).containsExactly("look");
        assertThat(names("parent==base")).containsExactlyInAnyOrder("run", "look");
        assertThat(names("parent!=\"\"")).containsExactlyInAnyOrder("run", "look");
        assertThat(names("labels.\"gc.io/root\"==x")).containsExactly("run");
        assertThat(names("labels.\"gc.io/root\"")).containsExactly("run");
        assertThat(names("kind==view,parent==base")).containsExactly("look");
        assertThat(names("kind==view", "kind==committed")).containsExactlyInAnyOrder("look", "base");
    }

    @Test
    default void stat_works_within_walk() throws IOException {
        snapshots().layer("one", "", Tree.of());
        snapshots().layer("two", "one", Tree.of());
        List<SnapshotInfo> seen = new ArrayList<>();
        snapshots().store().walk(Filter.ALL, info -> {
            try {
                assertThat(snapshots().store().stat(info.key())).isEqualTo(info);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            seen.add(info);
        });
        assertThat(seen).hasSize(2);
    }

    @Test
    default void usage_counts_what_was_written() throws IOException {
        snapshots().layer("base", "", Tree.of(file("big", new byte[1 << 20]), file("small", "x")));
        Usage usage = snapshots().store().usage(key("base"));
        assertThat(usage.bytes()).isBetween(1L << 20, 2L << 20);
        assertThat(usage.inodes()).isBetween(2L, 4L);
        snapshots().prepare("active", "base");
        long before = snapshots().store().usage(key("active")).bytes();
        snapshots().edit("active", Tree.of(file("more", new byte[1 << 20])));
        assertThat(snapshots().store().usage(key("active")).bytes() - before).isBetween(1L << 20, 2L << 20);
    }

    @Test
    default void a_driver_can_nothing_that_its_provider_does_not_tell_of() {
        StorageDriver driver = snapshots().store().driver();
        assertThat(driver.name()).isEqualTo(snapshots().provider().name());
        assertThat(snapshots().provider().potential().keySet()).containsAll(driver.capabilities());
    }

    /** A driver that can limit does, one that cannot says why; nobody forgets the limit in silence. */
    @Test
    default void a_size_limit_holds_or_is_refused_with_a_reason() throws IOException {
        snapshots().layer("base", "", Tree.of(file("big", new byte[8 << 20])));
        Map<String, String> limit = Map.of(SnapshotStore.MAX_SIZE_LABEL, Integer.toString(4 << 20));
        if (!snapshots().store().driver().capabilities().contains(DriverCapability.QUOTA)) {
            assertThatThrownBy(() -> snapshots().store().prepare(key("active"), Optional.of(key("base")), limit))
                    .isInstanceOf(UnsupportedLimitException.class)
                    .hasMessageContaining("a size limit is not supported by driver "
                            + snapshots().store().driver().name() + " because ");
            assertThat(snapshots().store().find(key("active"))).isEmpty();
            return;
        }
        snapshots().store().prepare(key("active"), Optional.of(key("base")), limit);
        snapshots().edit("active", Tree.of(file("fits", new byte[1 << 20])));
        assertThatThrownBy(() -> snapshots().edit("active", Tree.of(file("beyond", new byte[8 << 20]))))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isIn(Errno.EDQUOT, Errno.ENOSPC));
        snapshots().layer("unlimited", "base", Tree.of(file("beyond", new byte[8 << 20])));
    }

    @Test
    default void a_size_limit_that_is_no_number_is_refused() {
        Map<String, String> limit = Map.of(SnapshotStore.MAX_SIZE_LABEL, "much");
        assertThatThrownBy(() -> snapshots().store().prepare(key("active"), Optional.empty(), limit))
                .isInstanceOf(InvalidUpdateException.class)
                .hasMessageContaining("much");
    }

    @Test
    default void cleanup_deletes_what_was_removed_and_nothing_else() throws IOException {
        snapshots().layer("kept", "", Tree.of(file("a", "1")));
        snapshots().layer("gone", "kept", Tree.of(file("b", "2")));
        snapshots().store().remove(key("gone"));
        assertThat(snapshots().store().cleanup().snapshots()).isEqualTo(1);
        assertThat(snapshots().store().cleanup().snapshots()).isZero();
        assertThat(snapshots().tree("kept").paths()).containsExactly("/", "/a");
        assertThat(snapshots().store().check().problems()).isEmpty();
    }

    @Test
    default void a_store_opened_again_shows_the_same() throws IOException {
        snapshots().layer("base", "", Tree.of(file("a", "1")));
        snapshots().prepare("active", "base");
        snapshots().edit("active", Tree.of(file("b", "2")));
        List<SnapshotInfo> before = all(Filter.ALL);
        TreeListing tree = snapshots().tree("active");
        snapshots().reopen();
        assertThat(all(Filter.ALL)).isEqualTo(before);
        snapshots().tree("active").assertEquals(tree);
        snapshots().commit("next", "active");
        snapshots().tree("next").assertEquals(tree);
        assertThat(snapshots().store().check().problems()).isEmpty();
    }

    private List<SnapshotInfo> all(Filter filter) throws IOException {
        List<SnapshotInfo> infos = new ArrayList<>();
        snapshots().store().walk(filter, infos::add);
        return infos;
    }

    private List<String> names(String... filters) throws IOException {
        return all(Filter.parse(List.of(filters))).stream()
                .map(info -> info.key().text())
                .toList();
    }
}
