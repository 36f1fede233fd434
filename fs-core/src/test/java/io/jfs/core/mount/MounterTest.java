package io.jfs.core.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.core.Mount;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Processes;
import io.jfs.linux.fuse.FuseDevice;
import io.jfs.linux.mount.MountCalls;
import io.jfs.linux.mount.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MounterTest {
    @TempDir
    Path directory;

    @BeforeEach
    void onlyRootMounts() {
        boolean isRoot = Processes.effectiveUserId() == 0;
        if (!isRoot && System.getenv("CI") != null) {
            fail("CI must run as root: mounting needs it");
        }
        assumeTrue(isRoot, "mounting needs root");
    }

    @Test
    void a_detached_overlay_shows_all_layers_and_is_seen_by_nobody_else() throws IOException {
        int before = MountInfo.read().size();
        try (Fd root = Mounter.openDetached(List.of(readOnlyOverlay(3)))) {
            assertThat(names(root)).containsExactlyInAnyOrder("in-0", "in-1", "in-2");
            assertThat(MountInfo.read()).hasSize(before);
        }
    }

    @Test
    void an_overlay_takes_500_layers() throws IOException {
        try (Fd root = Mounter.openDetached(List.of(readOnlyOverlay(500)))) {
            assertThat(names(root)).hasSize(500);
        }
    }

    @Test
    void layer_501_is_refused_with_the_kernels_own_reason() {
        assertThatThrownBy(() -> Mounter.openDetached(List.of(readOnlyOverlay(501))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("overlay mount: ")
                .hasMessageContaining("500");
    }

    @Test
    void a_writable_overlay_writes_to_its_upper_directory() throws IOException {
        Path upper = Files.createDirectory(directory.resolve("upper"));
        Path work = Files.createDirectory(directory.resolve("work"));
        Mount mount = new Mount(
                "overlay",
                "overlay",
                List.of("lowerdir=" + layer("a"), "upperdir=" + upper, "workdir=" + work, "redirect_dir=on"));
        Path target = Files.createDirectory(directory.resolve("target"));
        Mounter.mount(List.of(mount), target);
        try {
            Files.writeString(target.resolve("new"), "x");
            assertThat(MountInfo.at(target))
                    .hasValueSatisfying(entry -> assertThat(entry.type()).isEqualTo("overlay"));
        } finally {
            Mounter.unmount(target);
        }
        assertThat(upper.resolve("new")).hasContent("x");
        assertThat(MountInfo.at(target)).isEmpty();
    }

    @Test
    void a_layers_path_may_hold_colons_commas_and_backslashes() throws IOException {
        Path odd = layer("a:b,c\\d");
        String escaped =
                odd.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
        Mount mount = new Mount("overlay", "overlay", List.of("ro", "lowerdir=" + escaped + ":" + layer("plain")));
        try (Fd root = Mounter.openDetached(List.of(mount))) {
            assertThat(names(root)).containsExactlyInAnyOrder("in-a:b,c\\d", "in-plain");
        }
    }

    @Test
    void a_read_only_bind_refuses_writes() throws IOException {
        Mount mount = new Mount("bind", layer("a").toString(), List.of("rbind", "ro"));
        try (Fd root = Mounter.openDetached(List.of(mount))) {
            assertThatThrownBy(() -> Links.mkdirAt(root, "new", 0755))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
        }
    }

    @Test
    void a_failed_mount_names_the_missing_directory() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Mount mount = new Mount("overlay", "overlay", List.of("ro", "lowerdir=" + directory + "/none:" + layer("a")));
        assertThatThrownBy(() -> Mounter.mount(List.of(mount), target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/none");
        assertThat(MountInfo.at(target)).isEmpty();
    }

    @Test
    void an_unknown_option_is_named() {
        Mount mount = new Mount("overlay", "overlay", List.of("ro", "lowerdir=" + directory, "nonsense=1"));
        assertThatThrownBy(() -> Mounter.openDetached(List.of(mount)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void an_unknown_type_is_named() {
        assertThatThrownBy(() -> Mounter.openDetached(List.of(new Mount("zfs", "x", List.of()))))
                .hasMessageContaining("zfs");
    }

    @Test
    void mount_2_makes_the_same_mounts_for_old_kernels() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        ClassicMount.mount(readOnlyOverlay(3), target);
        try {
            assertThat(target).isDirectoryContaining("glob:**/in-2");
        } finally {
            Mounter.unmount(target);
        }
        ClassicMount.mount(new Mount("bind", layer("b").toString(), List.of("rbind", "ro")), target);
        try {
            assertThatThrownBy(() -> Files.createFile(target.resolve("new"))).hasMessageContaining("Read-only");
        } finally {
            Mounter.unmount(target);
        }
    }

    @Test
    void mount_2_refuses_more_options_than_the_kernel_would_read() {
        assertThatThrownBy(() -> ClassicMount.mount(readOnlyOverlay(200), directory))
                .hasMessageContaining("bytes of options");
    }

    @Test
    void a_fuse_mount_is_made_by_its_program_as_containerd_does() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Mounter.mount(List.of(byProgram("mount -t tmpfs \"$1 $3 $4\" \"$2\"")), target);
        try {
            assertThat(MountInfo.at(target))
                    .hasValueSatisfying(entry -> assertThat(entry.source()).isEqualTo("source -o a,b=c\\,d"));
        } finally {
            Mounter.unmount(target);
            System.clearProperty("jfs.fake");
        }
    }

    @Test
    void what_a_mount_program_complains_of_is_the_error() throws IOException {
        try {
            Mount mount = byProgram("echo no layer there >&2; exit 1");
            assertThatThrownBy(() -> Mounter.mount(List.of(mount), directory))
                    .isInstanceOf(IOException.class)
                    .hasMessage("fuse3.jfs-fake mount on " + directory + ": no layer there");
            assertThatThrownBy(() -> Mounter.openDetached(List.of(mount)))
                    .hasMessage("fuse3.jfs-fake mount: no layer there");
        } finally {
            System.clearProperty("jfs.fake");
        }
        assertThatThrownBy(() -> Mounter.mount(List.of(new Mount("fuse3.jfs-fake", "x", List.of())), directory))
                .hasMessageContaining("program jfs-fake not found")
                .hasMessageContaining("JFS_FAKE");
    }

    @Test
    void a_detached_mount_of_a_program_leaves_no_mount_point() throws IOException {
        int before = MountInfo.read().size();
        try (Fd root = Mounter.openDetached(List.of(byProgram("mount -t tmpfs x \"$2\" && touch \"$2/file\"")))) {
            assertThat(names(root)).containsExactly("file");
            assertThat(MountInfo.read()).hasSize(before);
        } finally {
            System.clearProperty("jfs.fake");
        }
    }

    /** A mount whose program is this script. */
    private Mount byProgram(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("jfs-fake"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty("jfs.fake", program.toString());
        return new Mount("fuse3.jfs-fake", "source", List.of("a", "b=c\\,d"));
    }

    @Test
    void a_mount_whose_server_died_is_dead_and_can_be_taken_away() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        try (FuseDevice device = FuseDevice.open()) {
            String data = "fd=" + device.fd().number() + ",rootmode=40000,user_id=0,group_id=0";
            MountCalls.mount("nobody", target.toString(), "fuse", 0, data);
        }
        try {
            assertThat(Mounter.isDead(target)).isTrue();
        } finally {
            Mounter.unmount(target);
        }
        assertThat(Mounter.isDead(target)).isFalse();
    }

    private Mount readOnlyOverlay(int layers) throws IOException {
        List<String> lowers = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            lowers.add(layer(Integer.toString(i)).toString());
        }
        return new Mount("overlay", "overlay", List.of("ro", "lowerdir=" + String.join(":", lowers)));
    }

    /** A directory {@code NAME/} that holds one empty file {@code in-NAME}. */
    private Path layer(String name) throws IOException {
        Path layer = Files.createDirectories(directory.resolve(name));
        Path file = layer.resolve("in-" + name);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return layer;
    }

    private static List<String> names(Fd root) throws IOException {
        return Directory.list(root).stream().map(DirectoryEntry::name).toList();
    }
}
