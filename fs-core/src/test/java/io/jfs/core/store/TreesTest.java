package io.jfs.core.store;

import static io.jfs.core.store.StoreFixture.key;
import static io.jfs.core.store.StoreFixture.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.SnapshotKey;
import io.jfs.core.diff.ChangeConsumer;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at trees and comparing them, by a driver whose mounts are binds. */
class TreesTest {
    @TempDir
    Path directory;

    StoreFixture fixture;

    /** base: file base; top on it: also file top; web on that, active: top deleted, file web. */
    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(directory);
        fixture.layer("base", "");
        fixture.layer("top", "base");
        fixture.prepare("web", "top");
        fixture.write("web", "web", "web");
        Files.delete(fixture.tree("web").resolve("top"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void the_tree_of_any_kind_can_be_opened() throws IOException {
        fixture.view("look", "base");
        assertThat(names("base")).containsExactlyInAnyOrder("base");
        assertThat(names("top")).containsExactlyInAnyOrder("base", "top");
        assertThat(names("web")).containsExactlyInAnyOrder("base", "web");
        assertThat(names("look")).containsExactlyInAnyOrder("base");
    }

    @Test
    void a_snapshot_is_compared_with_its_parent() throws IOException {
        assertThat(diff("web")).containsExactly("D /top", "A /web");
        assertThat(diff("top")).containsExactly("A /top");
        assertThat(diff("base")).containsExactly("A /base");
    }

    @Test
    void against_the_empty_tree_the_root_is_always_listed() throws IOException {
        List<String> changes = new ArrayList<>();
        fixture.store.diff(key("base"), change -> changes.add(text(change)));
        assertThat(changes).containsExactly("C /", "A /base");
    }

    @Test
    void a_view_does_not_differ_from_its_parent() throws IOException {
        fixture.view("look", "top");
        assertThat(diff("look")).isEmpty();
    }

    @Test
    void any_two_snapshots_can_be_compared() throws IOException {
        assertThat(diff(on("base"), "web")).containsExactly("A /web");
        assertThat(diff(on("web"), "top")).containsExactly("A /top", "D /web");
        assertThat(diff(Optional.empty(), "top")).containsExactly("A /base", "A /top");
    }

    @Test
    void the_quick_way_of_the_driver_is_taken_against_the_parent_only() throws IOException {
        PlainDriver quick = new PlainDriver() {
            @Override
            public boolean diff(SnapshotDirectory snapshot, ChangeConsumer changes) throws IOException {
                changes.accept(new Change(ChangeKind.MODIFIED, "/quick"));
                return true;
            }
        };
        try (SnapshotStore store = StoreFixture.open(fixture.root, quick)) {
            List<String> changes = new ArrayList<>();
            store.diff(key("web"), change -> changes.add(change.path()));
            store.diff(on("top"), key("web"), change -> changes.add(change.path()));
            assertThat(changes).containsExactly("/quick", "/quick");
        }
        assertThat(diff(on("base"), "top")).containsExactly("A /top");
    }

    private List<String> names(String key) throws IOException {
        try (Fd tree = fixture.store.openTree(key(key))) {
            return Directory.list(tree).stream().map(DirectoryEntry::name).toList();
        }
    }

    private List<String> diff(String key) throws IOException {
        List<String> changes = new ArrayList<>();
        fixture.store.diff(key(key), change -> changes.add(text(change)));
        return withoutRoot(changes);
    }

    private List<String> diff(Optional<SnapshotKey> from, String to) throws IOException {
        List<String> changes = new ArrayList<>();
        fixture.store.diff(from, key(to), change -> changes.add(text(change)));
        return withoutRoot(changes);
    }

    /** The root's mtime differs wherever an entry came or went. */
    private static List<String> withoutRoot(List<String> changes) {
        return changes.stream().filter(change -> !change.equals("C /")).toList();
    }

    private static String text(Change change) {
        return change.kind().letter() + " " + change.path();
    }
}
