package io.jfs.cli.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.cli.session.Environment;
import io.jfs.cli.session.GlobalOptions;
import io.jfs.cli.session.Session;
import io.jfs.core.Mount;
import io.jfs.core.SnapshotKey;
import io.jfs.core.store.CommitOptions;
import io.jfs.core.store.Filter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.testkit.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may not mount gets the path of a tree; a committed one is never it. */
@RequiresRoot
class PlainUserMountTest {
    private static final SnapshotKey BASE = new SnapshotKey("base");

    @TempDir
    Path directory;

    private Session session;
    private SnapshotStore store;
    private Mounting mounting;

    @BeforeEach
    void a_committed_snapshot_with_one_file() throws IOException {
        Map<String, String> variables =
                Map.of("JFS_ROOT", directory.toString(), "JFS_DRIVER", "vfs", "JFS_CONFIG", "/dev/null");
        session = new Session(
                new Environment(
                        variables,
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream(),
                        false,
                        false,
                        InstantSource.system()),
                new GlobalOptions(),
                List.of());
        store = session.snapshots();
        SnapshotKey work = new SnapshotKey("work");
        Files.writeString(tree(store.prepare(work, Optional.empty(), Map.of())).resolve("file"), "lower");
        store.commit(BASE, work, CommitOptions.DEFAULT);
        mounting = new Mounting(session, false);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void a_mount_is_a_copy_and_what_is_written_there_changes_no_layer() throws IOException {
        MountRecord mount = mounting.mount(request("base", false));

        assertThat(mount.target().resolve("file")).hasContent("lower");
        Files.writeString(mount.target().resolve("file"), "changed");

        assertThat(tree(store.view(new SnapshotKey("look"), Optional.of(BASE), Map.of()))
                        .resolve("file"))
                .hasContent("lower");
        mounting.unmount(mount, false, false);
        assertThat(keys()).as("the copy is gone").containsExactlyInAnyOrder("base", "look");
    }

    @Test
    void a_copy_that_nobody_remembers_is_removed() throws IOException {
        MountRecord mount = mounting.mount(request("base", false));
        new MountTable(session.storeRoot().runRoot()).remove(mount);

        assertThat(StaleMounts.remove(session)).containsExactly(mount.key());
        assertThat(keys()).containsExactly("base");
    }

    @Test
    void a_view_made_before_cannot_be_mounted() throws IOException {
        store.view(new SnapshotKey("look"), Optional.of(BASE), Map.of());

        assertThatThrownBy(() -> mounting.mount(request("look", false)))
                .hasMessage("mount look: a plain user cannot mount a view");
        assertThat(keys()).containsExactlyInAnyOrder("base", "look");
    }

    @Test
    void a_writable_mount_is_the_snapshot_itself_and_stays() throws IOException {
        MountRecord mount = mounting.mount(request("base", true));
        Files.writeString(mount.target().resolve("file"), "changed");
        mounting.unmount(mount, false, false);

        assertThat(keys()).containsExactlyInAnyOrder("base", mount.key());
        assertThat(tree(store.mounts(new SnapshotKey(mount.key()))).resolve("file"))
                .hasContent("changed");
    }

    private static Mounting.Request request(String what, boolean writable) {
        return new Mounting.Request(what, OptionalInt.empty(), writable, Optional.empty(), Optional.empty());
    }

    private static Path tree(List<Mount> mounts) {
        return Path.of(mounts.getFirst().source());
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        store.walk(Filter.ALL, info -> keys.add(info.key().text()));
        return keys;
    }
}
