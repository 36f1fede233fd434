package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.SnapshotInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelUpdateTest {
    @TempDir
    Path directory;

    SnapshotStore store;

    @BeforeEach
    void open() throws IOException {
        store = new StoreFixture(directory).store;
        store.prepare(key("web"), Optional.empty(), Map.of("a", "1", "b.c/d", "2"));
    }

    @AfterEach
    void close() throws IOException {
        assertThat(store.check().problems()).isEmpty();
        store.close();
    }

    @Test
    void without_a_mask_all_labels_are_replaced() throws IOException {
        SnapshotInfo before = store.stat(key("web"));
        SnapshotInfo after = store.update(key("web"), Map.of("z", "9"), List.of());
        assertThat(after.labels()).isEqualTo(Map.of("z", "9"));
        assertThat(after.created()).isEqualTo(before.created());
        assertThat(after.updated()).isAfterOrEqualTo(before.updated());
        assertThat(store.stat(key("web"))).isEqualTo(after);
    }

    @Test
    void the_mask_labels_replaces_all() throws IOException {
        assertThat(store.update(key("web"), Map.of("z", "9"), List.of("labels")).labels())
                .isEqualTo(Map.of("z", "9"));
    }

    @Test
    void the_mask_of_one_label_changes_only_that_and_its_key_may_hold_dots() throws IOException {
        Map<String, String> given = Map.of("a", "ignored", "b.c/d", "3", "new.one", "4");
        assertThat(store.update(key("web"), given, List.of("labels.b.c/d", "labels.new.one"))
                        .labels())
                .isEqualTo(Map.of("a", "1", "b.c/d", "3", "new.one", "4"));
    }

    @Test
    void a_label_in_the_mask_but_not_in_the_request_is_deleted() throws IOException {
        assertThat(store.update(key("web"), Map.of(), List.of("labels.a")).labels())
                .isEqualTo(Map.of("b.c/d", "2"));
    }

    @Test
    void any_other_field_is_refused_and_nothing_changes() throws IOException {
        SnapshotInfo before = store.stat(key("web"));
        for (String field : List.of("parent", "kind", "name", "labelsx", "created_at")) {
            assertThatThrownBy(() -> store.update(key("web"), Map.of(), List.of("labels.a", field)))
                    .isInstanceOf(InvalidUpdateException.class)
                    .hasMessageContaining(field);
        }
        assertThat(store.stat(key("web"))).isEqualTo(before);
    }

    @Test
    void an_empty_value_is_no_label() throws IOException {
        assertThat(store.update(key("web"), Map.of("a", "", "x", "1"), List.of())
                        .labels())
                .isEqualTo(Map.of("x", "1"));
    }

    @Test
    void a_label_too_long_or_without_key_is_refused() {
        assertThatThrownBy(() -> store.update(key("web"), Map.of("k", "v".repeat(4096)), List.of()))
                .isInstanceOf(InvalidUpdateException.class)
                .hasMessageContaining("4096");
        assertThatThrownBy(() -> store.update(key("web"), Map.of("", "v"), List.of()))
                .isInstanceOf(InvalidUpdateException.class);
        assertThatThrownBy(() -> store.prepare(key("x"), Optional.empty(), Map.of("k", "\ud800")))
                .isInstanceOf(InvalidUpdateException.class);
    }

    @Test
    void the_index_follows_the_labels() throws IOException {
        store.update(key("web"), Map.of("a", "2"), List.of("labels.a"));
        assertThat(keys("labels.a==1")).isEmpty();
        assertThat(keys("labels.a==2")).containsExactly("web");
        store.remove(key("web"));
        assertThat(keys("labels.a==2")).isEmpty();
    }

    private List<String> keys(String filter) throws IOException {
        List<String> keys = new ArrayList<>();
        store.walk(Filter.parse(List.of(filter)), info -> keys.add(info.key().text()));
        return keys;
    }
}
