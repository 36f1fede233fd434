package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.jfs.core.mount.Mounter;
import io.jfs.testkit.RequiresBtrfs;
import io.jfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and mounts without any image: the whole way through store, driver and kernel. */
@RequiresRoot
class SnapshotCommandsTest {
    @TempDir
    Path directory;

    private CliTest cli;

    @BeforeEach
    void setUp() {
        cli = new CliTest(directory.resolve("root"));
    }

    @AfterEach
    void tearDown() {
        assertThatNoException().isThrownBy(() -> cli.jfs("umount", "-a", "-f", "--rm"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_snapshot_is_prepared_mounted_changed_shown_and_committed(String driver) throws IOException {
        cli.with("JFS_DRIVER", driver);
        Path mounted = base();

        assertThat(cli.jfs("mount").line()).isEqualTo("base " + mounted);
        assertThat(cli.jfs("diff", "base").lines()).containsExactly("A /etc", "A /etc/motd", "A /gone");
        cli.jfs("snapshot", "rm", "base").failsWith(1, "snapshot base: mounted on " + mounted);
        assertThat(cli.jfs("umount", mounted.toString()).line()).isEqualTo(mounted.toString());
        assertThat(mounted).doesNotExist();
        assertThat(cli.jfs("snapshot", "commit", "base-1", "base").line()).isEqualTo("base-1");

        cli.jfs("snapshot", "prepare", "work", "base-1").lines();
        CliTest.Result run = cli.jfs(
                "mount",
                "work",
                "--",
                "sh",
                "-c",
                "test -d {} && echo new > $JFS_MOUNT/etc/new && rm {}/gone && exit 7");
        assertThat(run.exit()).isEqualTo(7);
        assertThat(cli.jfs("diff", "work").lines()).containsExactly("C /etc", "A /etc/new", "D /gone");
        assertThat(cli.jfs("snapshot", "diff", "work", "--format", "json").lines())
                .contains("        \"/etc/new\"", "        \"/gone\"");
        assertThat(cli.jfs("snapshot", "ls").lines())
                .containsExactly(
                        "KEY      PARENT   KIND", //
                        "base-1            committed",
                        "work     base-1   active");
        assertThat(cli.jfs("snapshot", "tree").lines()).containsExactly("base-1 (committed)", "└── work (active)");
        assertThat(cli.jfs("snapshot", "usage", "work", "-b", "--format", "{{.Key}} {{.Inodes}}")
                        .line())
                .startsWith("work ");
        assertThat(cli.jfs("snapshot", "mounts", "work", "/mnt").line()).matches("mount .*/mnt -o .*");
        assertThat(cli.jfs("mount").lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_command_in_a_view_cannot_write_and_its_exit_code_is_passed_on(String driver) throws IOException {
        cli.with("JFS_DRIVER", driver);
        base();
        cli.jfs("umount", "base").lines();
        cli.jfs("snapshot", "commit", "base-1", "base").lines();

        assertThat(cli.jfs("mount", "base-1", "--", "sh", "-c", "! touch {}/x 2>/dev/null")
                        .exit())
                .isZero();
        cli.jfs("mount", "base-1", "--", "/no/such/command").failsWith(127, "/no/such/command: not found");
        cli.jfs("mount", "base-1", "--", "/etc/passwd").failsWith(126, "/etc/passwd: Permission denied");
        assertThat(cli.jfs("mount", "base-1", "--", "sh", "-c", "kill -9 $$").exit())
                .isEqualTo(128 + 9);
        assertThat(cli.jfs("mount", "--rw", "base-1", "--", "touch", "{}/x").exit())
                .isZero();
        assertThat(cli.jfs("snapshot", "ls", "-q").lines())
                .as("nothing is left of them")
                .containsExactly("base-1");
        assertThat(mounts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void what_was_written_survives_umount_unless_it_is_to_be_removed(String driver) throws IOException {
        cli.with("JFS_DRIVER", driver);
        base();
        cli.jfs("umount", "base").lines();
        cli.jfs("snapshot", "commit", "base-1", "base").lines();
        Path target = directory.resolve("target");

        assertThat(cli.jfs("mount", "--rw", "--name", "mine", "base-1", target.toString())
                        .line())
                .isEqualTo(target.toString());
        Files.writeString(target.resolve("x"), "x");
        cli.jfs("umount", "mine").lines();
        assertThat(target).doesNotExist();
        assertThat(cli.jfs("diff", "mine").lines()).containsExactly("A /x");
        cli.jfs("mount", "mine", target.toString()).lines();
        assertThat(cli.jfs("diff", target.toString()).lines()).containsExactly("A /x");
        assertThat(cli.jfs("umount", "--rm", target.toString()).exit()).isZero();
        assertThat(cli.jfs("snapshot", "ls", "-q").lines()).containsExactly("base-1");
        cli.jfs("umount", target.toString()).failsWith(1, "not mounted by jfs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_snapshot_mounted_at_two_places_is_one_filesystem(String driver) throws IOException {
        cli.with("JFS_DRIVER", driver);
        base();
        cli.jfs("umount", "base").lines();
        cli.jfs("snapshot", "commit", "base-1", "base").lines();
        Path one = Path.of(cli.jfs("mount", "--rw", "--name", "mine", "base-1").line());
        Path two = Path.of(
                cli.jfs("mount", "mine", directory.resolve("two").toString()).line());

        assertThat(two.resolve("new")).as("the kernel remembers that").doesNotExist();
        Files.createDirectory(one.resolve("new"));
        assertThat(two.resolve("new")).isDirectory();
        assertThat(two.resolve("gone")).exists();
        Files.delete(one.resolve("gone"));
        assertThat(two.resolve("gone")).doesNotExist();

        CliTest.Result first = cli.jfs("umount", "--rm", one.toString());
        assertThat(first.line()).isEqualTo(one.toString());
        assertThat(first.err()).isEqualTo("hint: snapshot mine stays, because it is mounted on " + two + " too\n");
        Files.writeString(two.resolve("new/file"), "x");
        assertThat(cli.jfs("diff", "mine").lines()).containsExactly("D /gone", "A /new", "A /new/file");
        cli.jfs("umount", "--rm", two.toString()).lines();
        assertThat(cli.jfs("snapshot", "ls", "-q").lines()).containsExactly("base-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "vfs"})
    void a_mount_that_fails_leaves_no_snapshot_no_record_and_no_directory(String driver) throws IOException {
        cli.with("JFS_DRIVER", driver);
        base();
        cli.jfs("umount", "base").lines();
        cli.jfs("snapshot", "commit", "base-1", "base").lines();
        Path file = Files.writeString(directory.resolve("file"), "");

        cli.jfs("mount", "base-1", file.toString()).failsWith(1, "mount base-1: " + file + ": not a directory");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        cli.jfs("mount", "base-1", link.toString()).failsWith(1, "mount base-1: " + link + ": not a directory");
        assertThat(file).as("what was there is left alone").isEmptyFile();
        assertThat(link).isSymbolicLink();
        cli.jfs("mount", "base-1", file.resolve("below").toString()).failsWith(1, "file");
        assertThat(cli.jfs("snapshot", "ls", "-q").lines()).containsExactly("base-1");
        assertThat(mounts()).isEmpty();
        cli.jfs("mount", "other").failsWith(1, "other: there is no image, layer or snapshot of this name");
        assertThat(cli.jfs("system", "check").lines()).contains("1 snapshot (" + driver + ")", "no problems");
    }

    @Test
    void a_target_that_jfs_made_and_somebody_replaced_by_a_file_is_left_alone() throws Exception {
        base();
        cli.jfs("umount", "base").lines();
        Path target = directory.resolve("target");
        cli.jfs("mount", "base", target.toString()).lines();
        Mounter.unmount(target);
        Files.delete(target);
        Files.writeString(target, "precious");

        cli.jfs("umount", target.toString()).lines();

        assertThat(target).hasContent("precious");
    }

    /** An active snapshot {@code base} with {@code etc/motd} and {@code gone}, mounted. */
    private Path base() throws IOException {
        cli.jfs("snapshot", "prepare", "base").lines();
        Path mounted = Path.of(cli.jfs("mount", "base").line());
        Files.createDirectory(mounted.resolve("etc"));
        Files.writeString(mounted.resolve("etc/motd"), "hi\n");
        Files.writeString(mounted.resolve("gone"), "x");
        return mounted;
    }

    private List<String> mounts() throws IOException {
        try (var files = Files.list(directory.resolve("root/run/mounts"))) {
            return files.map(Path::toString).toList();
        }
    }

    @Test
    void a_size_limit_is_refused_by_a_driver_that_has_none() {
        cli.with("JFS_DRIVER", "vfs")
                .jfs("--storage-opt", "size=1G", "snapshot", "prepare", "work")
                .failsWith(1, "a size limit is not supported by driver vfs because");
        cli.jfs("--storage-opt", "size=much", "snapshot", "prepare", "work")
                .failsWith(125, "storage option size: not a size: much");
        assertThat(cli.jfs("snapshot", "ls", "-q").lines()).isEmpty();
    }

    @Test
    @RequiresBtrfs
    void a_size_limit_holds_on_btrfs() throws IOException {
        cli.with("JFS_DRIVER", "btrfs")
                .jfs("driver", "init", "btrfs", "--size", "256M")
                .lines();
        try {
            cli.jfs("--storage-opt", "size=4M", "snapshot", "prepare", "work").lines();
            CliTest.Result writing =
                    cli.jfs("mount", "work", "--", "sh", "-c", "head -c 16M /dev/zero >{}/big && sync {}/big");
            assertThat(writing.exit()).isNotZero();
            assertThat(cli.jfs("snapshot", "rm", "work").exit()).isZero();
        } finally {
            Mounter.unmount(directory.resolve("root/btrfs"));
        }
    }
}
