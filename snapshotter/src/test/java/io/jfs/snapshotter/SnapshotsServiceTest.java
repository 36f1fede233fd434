package io.jfs.snapshotter;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static io.jfs.snapshotter.Client.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.containerd.snapshots.v1.Info;
import io.containerd.snapshots.v1.Kind;
import io.containerd.snapshots.v1.ListSnapshotsResponse;
import io.containerd.types.Mount;
import io.jfs.core.SnapshotKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each call and each refusal, over the socket; the keys are such as containerd sends. */
class SnapshotsServiceTest {
    private static final String KEY = "default/1/extract-123456789-abCD sha256:0123";
    private static final String BASE = "default/2/sha256:base";

    @TempDir
    Path place;

    private ServedStore served;
    private Client client;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedStore(place, "vfs");
        client = served.client;
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void prepare_gives_mounts_of_a_writable_tree() throws IOException {
        List<Mount> mounts = client.prepare(KEY, "");

        assertThat(mounts).hasSize(1);
        Mount mount = mounts.getFirst();
        assertThat(mount.getType()).isEqualTo("bind");
        assertThat(mount.getOptionsList()).contains("rw").doesNotContain("ro");
        assertThat(Files.isDirectory(Path.of(mount.getSource()))).isTrue();
        assertThat(client.mounts(KEY)).isEqualTo(mounts);
    }

    @Test
    void prepare_on_a_parent_shows_what_the_parent_has() throws IOException {
        Path source = Path.of(client.prepare(KEY, "").getFirst().getSource());
        Files.writeString(source.resolve("file"), "text");
        client.commit(BASE, KEY);

        Path child = Path.of(client.prepare("default/3/web", BASE).getFirst().getSource());

        assertThat(child.resolve("file")).hasContent("text");
    }

    @Test
    void a_used_key_is_refused_whatever_uses_it() {
        client.prepare(KEY, "");
        client.layer(BASE, "");

        assertRefused(ALREADY_EXISTS, "already exists", () -> client.prepare(KEY, ""));
        assertRefused(ALREADY_EXISTS, "already exists", () -> client.view(KEY, BASE));
        assertRefused(ALREADY_EXISTS, "already exists", () -> client.prepare(BASE, ""));
        assertRefused(ALREADY_EXISTS, "already exists", () -> client.commit(BASE, KEY));
    }

    @Test
    void a_parent_must_exist_and_be_committed() {
        client.prepare(KEY, "");

        assertRefused(NOT_FOUND, "not found", () -> client.prepare("other", "default/9/none"));
        assertRefused(INVALID_ARGUMENT, "not committed", () -> client.prepare("other", KEY));
        assertRefused(INVALID_ARGUMENT, "not committed", () -> client.view("other", KEY));
    }

    @Test
    void a_view_refuses_writes_and_cannot_be_committed() {
        client.layer(BASE, "");

        List<Mount> mounts = client.view("default/3/look", BASE);

        assertThat(mounts.getFirst().getOptionsList()).contains("ro");
        assertRefused(FAILED_PRECONDITION, "not active", () -> client.commit("default/4/x", "default/3/look"));
    }

    @Test
    void commit_replaces_labels_and_frees_the_key() {
        client.prepare(KEY, "", Map.of("containerd.io/snapshot/a", "1"));
        client.commit(BASE, KEY, "", Map.of("containerd.io/snapshot/b", "2"));

        Info info = client.stat(BASE);
        assertThat(info.getKind()).isEqualTo(Kind.COMMITTED);
        assertThat(info.getLabelsMap()).containsExactly(Map.entry("containerd.io/snapshot/b", "2"));
        assertThat(info.getCreatedAt()).isEqualTo(info.getUpdatedAt());
        assertRefused(NOT_FOUND, "not found", () -> client.stat(KEY));
        assertRefused(FAILED_PRECONDITION, "no mounts", () -> client.mounts(BASE));
        assertThat(client.prepare(KEY, BASE)).isNotEmpty();
    }

    @Test
    void a_parent_given_at_commit_to_what_has_one_is_refused() {
        client.layer(BASE, "");
        client.prepare(KEY, BASE);

        assertRefused(INVALID_ARGUMENT, "parent", () -> client.commit("default/4/x", KEY, BASE, Map.of()));
        assertRefused(NOT_FOUND, "not found", () -> client.commit("default/4/x", KEY, "default/9/none", Map.of()));
    }

    @Test
    void a_snapshot_with_children_is_not_removed_and_the_text_says_remove() {
        client.layer(BASE, "");
        client.prepare(KEY, BASE);

        assertRefused(FAILED_PRECONDITION, "remove", () -> client.remove(BASE));
        client.remove(KEY);
        client.remove(BASE);

        assertRefused(NOT_FOUND, "not found", () -> client.remove(BASE));
        assertThat(client.names()).isEmpty();
    }

    @Test
    void names_can_be_used_again_before_the_old_data_is_deleted() throws IOException {
        client.layer(BASE, "");
        client.remove(BASE);
        client.layer(BASE, "");
        assertThat(client.stat(BASE).getKind()).isEqualTo(Kind.COMMITTED);

        client.cleanup();

        try (var directories = Files.list(place.resolve("root/vfs"))) {
            assertThat(directories.filter(path -> path.getFileName().toString().matches("\\d+")))
                    .hasSize(1);
        }
    }

    @Test
    void times_have_nanoseconds_and_lie_between_the_clocks_of_the_client() {
        Instant before = Instant.now();
        client.prepare(KEY, "");
        Instant after = Instant.now();

        Info info = client.stat(KEY);
        assertThat(instant(info.getCreatedAt())).isBetween(before, after);
        assertThat(info.getUpdatedAt()).isEqualTo(info.getCreatedAt());
        assertThat(client.list().getFirst()).isEqualTo(info);
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    @Test
    void update_without_a_mask_replaces_all_labels_and_nothing_else() {
        client.prepare(KEY, "", Map.of("a", "1", "b", "2"));
        Info before = client.stat(KEY);

        Info after = client.update(KEY, Map.of("c", "3"));

        assertThat(after.getLabelsMap()).containsExactly(Map.entry("c", "3"));
        assertThat(after.getCreatedAt()).isEqualTo(before.getCreatedAt());
        assertThat(instant(after.getUpdatedAt())).isAfter(instant(before.getUpdatedAt()));
        assertThat(client.stat(KEY)).isEqualTo(after);
    }

    @Test
    void update_with_a_mask_changes_what_the_mask_names() {
        client.prepare(KEY, "", Map.of("a", "1", "with.dots.in/it", "2"));

        assertThat(client.update(KEY, Map.of("a", "9", "b", "3"), "labels.b").getLabelsMap())
                .isEqualTo(Map.of("a", "1", "with.dots.in/it", "2", "b", "3"));
        assertThat(client.update(KEY, Map.of(), "labels.with.dots.in/it").getLabelsMap())
                .isEqualTo(Map.of("a", "1", "b", "3"));
        assertThat(client.update(KEY, Map.of("z", "0"), "labels").getLabelsMap())
                .isEqualTo(Map.of("z", "0"));
    }

    @Test
    void update_refuses_other_fields_and_labels_that_are_too_long() {
        client.prepare(KEY, "");

        assertRefused(INVALID_ARGUMENT, "parent", () -> client.update(KEY, Map.of(), "parent"));
        assertRefused(INVALID_ARGUMENT, "4096", () -> client.update(KEY, Map.of("a", "x".repeat(4096))));
        assertRefused(NOT_FOUND, "not found", () -> client.update("none", Map.of()));
    }

    @Test
    void our_own_label_is_neither_shown_nor_changed() {
        client.prepare(KEY, "", Map.of("io.jfs/containerd", "lent"));
        assertThat(client.stat(KEY).getLabelsMap()).isEmpty();

        client.update(KEY, Map.of());
        client.update(KEY, Map.of(), "labels");

        assertThat(client.stat(KEY).getLabelsMap()).isEmpty();
        assertRefused(
                INVALID_ARGUMENT, "cannot be changed", () -> client.update(KEY, Map.of(), "labels.io.jfs/containerd"));
        client.remove(KEY);
    }

    @Test
    void list_filters_as_containerd_does() {
        client.layer(BASE, "");
        client.prepare("default/3/a", BASE, Map.of("containerd.io/gc.root", "x"));
        client.view("default/4/v", BASE);

        assertThat(client.names()).containsExactly(BASE, "default/3/a", "default/4/v");
        assertThat(client.names("kind==active")).containsExactly("default/3/a");
        assertThat(client.names("kind==view", "kind==committed")).containsExactly(BASE, "default/4/v");
        assertThat(client.names("parent==\"" + BASE + "\"")).containsExactly("default/3/a", "default/4/v");
        assertThat(client.names("parent!=\"\",kind!=view")).containsExactly("default/3/a");
        assertThat(client.names("labels.\"containerd.io/gc.root\"==x")).containsExactly("default/3/a");
        assertThat(client.names("name~=/4/")).containsExactly("default/4/v");
        assertRefused(INVALID_ARGUMENT, "filter", () -> client.list("kind==" + "\"open"));
    }

    @Test
    void list_comes_in_messages_of_a_hundred_and_stat_answers_meanwhile() {
        for (int i = 0; i < 250; i++) {
            client.prepare("default/1/" + i, "");
        }

        Iterator<ListSnapshotsResponse> stream = client.stream();
        ListSnapshotsResponse first = stream.next();
        Info info = first.getInfo(0);

        assertThat(first.getInfoCount()).isEqualTo(100);
        assertThat(client.stat(info.getName())).isEqualTo(info);
        client.prepare("default/2/written meanwhile", "");
        assertThat(stream.next().getInfoCount()).isEqualTo(100);
        assertThat(stream.next().getInfoCount()).isEqualTo(50);
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void usage_counts_what_was_written_without_the_parent() throws IOException {
        Path source = Path.of(client.prepare(KEY, "").getFirst().getSource());
        Files.write(source.resolve("file"), new byte[1 << 20]);

        assertThat(client.usage(KEY).getSize()).isGreaterThanOrEqualTo(1 << 20);
        assertThat(client.usage(KEY).getInodes()).isEqualTo(2);
        client.commit(BASE, KEY);
        assertThat(client.usage(BASE).getInodes()).isEqualTo(2);
        assertRefused(NOT_FOUND, "not found", () -> client.usage(KEY));
    }

    @Test
    void keys_are_checked() {
        assertRefused(INVALID_ARGUMENT, "must not be empty", () -> client.prepare("", ""));
        assertRefused(INVALID_ARGUMENT, "4096 bytes", () -> client.prepare("k".repeat(4097), ""));
        assertRefused(INVALID_ARGUMENT, "must not be empty", () -> client.stat(""));
        assertRefused(NOT_FOUND, "not found", () -> client.stat("../../../etc/passwd"));
    }

    @Test
    void a_layer_that_is_here_under_another_name_space_is_not_unpacked_again() {
        Map<String, String> target = Map.of("containerd.io/snapshot.ref", "sha256:chain");
        client.prepare(KEY, "", target);
        client.commit(BASE, KEY, "", target);

        assertRefused(ALREADY_EXISTS, "sha256:chain", () -> client.prepare("k8s.io/7/extract", "", target));
        assertThat(client.names("labels.\"containerd.io/snapshot.ref\"==sha256:chain,parent==\"\""))
                .containsExactly(BASE);
        client.layer("default/8/other base", "");
        assertThat(client.prepare("k8s.io/9/extract", "default/8/other base", target))
                .as("the same chain upon another parent is another snapshot")
                .isNotEmpty();
    }

    @Test
    void what_jfs_itself_keeps_is_not_shown_and_lent_where_containerd_asks_for_it() throws IOException {
        SnapshotKey chain = new SnapshotKey("sha256:chain");
        served.store.prepare(new SnapshotKey("own"), Optional.empty(), Map.of());
        served.store.commit(chain, new SnapshotKey("own"), io.jfs.core.store.CommitOptions.DEFAULT);
        assertThat(client.names()).isEmpty();
        assertRefused(NOT_FOUND, "not found", () -> client.remove("sha256:chain"));

        assertRefused(
                ALREADY_EXISTS,
                "sha256:chain",
                () -> client.prepare(KEY, "", Map.of("containerd.io/snapshot.ref", "sha256:chain")));

        assertThat(client.names("labels.\"containerd.io/snapshot.ref\"==sha256:chain,parent==\"\""))
                .containsExactly("sha256:chain");
        client.prepare("default/3/web", "sha256:chain");
        assertRefused(FAILED_PRECONDITION, "remove", () -> client.remove("sha256:chain"));
        client.remove("default/3/web");
        assertThat(served.store.children(chain)).as("pinned").hasSize(1);

        client.remove("sha256:chain");

        assertThat(client.names()).isEmpty();
        assertThat(served.store.stat(chain).labels()).isEmpty();
        assertThat(served.store.children(chain)).isEmpty();
    }

    @Test
    void a_restart_forgets_nothing() throws IOException {
        client.layer(BASE, "");
        List<Mount> mounts = client.prepare(KEY, BASE, Map.of("containerd.io/snapshot/kept", "1048576"));
        List<Info> before = client.list();

        served.restart();

        assertThat(served.client.list()).isEqualTo(before);
        assertThat(served.client.mounts(KEY)).isEqualTo(mounts);
    }
}
