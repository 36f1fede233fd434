package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import io.jfs.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is between the kernel and the union: privileges, ACLs, options. */
@RequiresRoot
@RequiresFuse
class ServedSemanticsTest {
    private static final String AS_NOBODY = "setpriv --reuid 65534 --regid 65534 --clear-groups ";

    @TempDir
    Path directory;

    private MountedUnion mount(OpenMode mode) throws IOException {
        openToAll();
        return MountedUnion.at(directory).mount(mode);
    }

    private void openToAll() throws IOException {
        directory.toFile().setExecutable(true, false);
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    void writing_takes_set_id_bits_away_from_a_program_unless_root_writes(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode)) {
            mount.shell("for f in a b c d; do echo x > $f; chmod 6777 $f; done");
            mount.shell(AS_NOBODY + "sh -c 'echo y >> a'");
            mount.shell(AS_NOBODY + "sh -c 'echo y > b'");
            mount.shell(AS_NOBODY + "truncate -s 1 c");
            mount.shell("echo y >> d");
            assertThat(mount.shell("stat -c %a a b c d").lines()).containsExactly("777", "777", "777", "6777");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    void writing_takes_set_id_bits_away_from_a_lower_program(OpenMode mode) throws Exception {
        Path lower = MountedUnion.at(directory).lower();
        MountedUnion.run(
                java.util.List.of("sh", "-c", "cd " + lower + "; for f in a b c; do echo x > $f; chmod 6777 $f; done"));
        try (MountedUnion mount = mount(mode)) {
            mount.shell("cat a b c > /dev/null");
            mount.shell(AS_NOBODY + "sh -c 'exec 3<a; echo y >> a'");
            mount.shell(AS_NOBODY + "sh -c 'echo y > b'");
            assertThat(mount.shell("stat -c %a a b c").lines()).containsExactly("777", "777", "6777");
            assertThat(mount.read("a")).isEqualTo("x\ny\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void bits_set_while_a_program_is_open_go_with_the_next_write(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode)) {
            mount.shell("echo x > a; chmod 777 a; mkfifo ready go; chmod 666 ready go");
            mount.shell("{ " + AS_NOBODY + "sh -c 'exec 3>>a; echo y >&3; echo > ready; cat go; echo z >&3'; } & "
                    + "cat ready; chmod 6777 a; echo > go; wait");
            assertThat(mount.read("a")).isEqualTo("x\ny\nz\n");
            assertThat(mount.shell("stat -c %a a").strip()).isEqualTo("777");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    void new_files_get_what_their_directory_hands_down(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode)) {
            mount.shell("umask 077; echo > a; mkdir b; [ \"$(stat -c %a a b | xargs)\" = '600 700' ]");
            mount.shell("mkdir d; echo > d/before; setfacl -d -m u:65534:rwx,o::r d; umask 077; echo > d/a; mkdir d/b");
            assertThat(mount.shell("getfacl -cn d/a")).contains("user:65534:rwx", "mask::rw-", "other::r--");
            assertThat(mount.shell("getfacl -cn d/b")).contains("default:user:65534:rwx");
            assertThat(mount.shell("chmod 700 d; " + "setfacl -m u:65534:x d; chmod 711 .; " + AS_NOBODY
                                    + "sh -c 'test -x d && test ! -w d' && echo yes")
                            .strip())
                    .isEqualTo("yes");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void the_kernel_checks_permissions(OpenMode mode) throws Exception {
        try (MountedUnion mount = mount(mode)) {
            mount.shell("echo secret > a; chmod 600 a; mkdir private; chmod 700 private; echo x > private/b");
            assertThatThrownBy(() -> mount.shell(AS_NOBODY + "cat a")).hasMessageContaining("Permission denied");
            assertThatThrownBy(() -> mount.shell(AS_NOBODY + "cat private/b"))
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void without_extended_attributes_the_kernel_never_asks_for_one() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        UnionHandlerOptions options = UnionHandlerOptions.DEFAULT.withXattrs(false);
        try (MountedUnion mount =
                place.mount(place.options(), options, MountedUnion.Place.fuse(OpenMode.PASSTHROUGH))) {
            mount.shell("echo x > a; ls -l a; ! setfattr -n user.a -v b a");
            mount.startCounting();
            mount.shell("for i in 1 2 3; do echo x > new$i; done; ls -l . > /dev/null; ! getfattr -n user.a a 2>&1");
            assertThat(mount.requests().keySet())
                    .noneMatch(opcode -> opcode.name().contains("XATTR"));
        }
    }

    @Test
    void without_access_control_lists_only_they_are_refused() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        UnionHandlerOptions options = UnionHandlerOptions.DEFAULT.withAcls(false);
        try (MountedUnion mount = place.mount(place.options(), options, MountedUnion.Place.fuse(OpenMode.ZERO))) {
            mount.shell("echo x > a; setfattr -n user.a -v b a; getfattr -n user.a a");
            assertThatThrownBy(() -> mount.shell("setfacl -m u:65534:rwx a")).hasMessageContaining("not supported");
        }
    }

    @Test
    void a_volatile_union_is_asked_to_sync_only_once() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        UnionOptions union = place.options().withVolatile(true);
        try (MountedUnion mount =
                place.mount(union, UnionHandlerOptions.DEFAULT, MountedUnion.Place.fuse(OpenMode.PASSTHROUGH))) {
            mount.shell("echo x > a; sync a; sync .");
            mount.startCounting();
            mount.shell("sync a; sync a; sync .");
            assertThat(mount.requests().keySet())
                    .noneMatch(opcode -> opcode.name().startsWith("FSYNC"));
        }
    }

    @Test
    void a_mount_without_an_upper_refuses_changes() throws Exception {
        Files.writeString(MountedUnion.at(directory).lower().resolve("a"), "lower");
        try (MountedUnion mount = MountedUnion.at(directory).mountReadOnly()) {
            assertThat(mount.session().connection().openMode()).isEqualTo(OpenMode.ZERO);
            assertThat(mount.read("a")).isEqualTo("lower");
            assertThatThrownBy(() -> mount.shell("echo x > a")).hasMessageContaining("Read-only");
            assertThatThrownBy(() -> mount.shell("rm -f a")).hasMessageContaining("Read-only");
        }
    }

    @Test
    void layers_that_cannot_be_passed_through_are_read_and_written_all_the_same() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        Path memory = Files.createDirectory(directory.resolve("memory"));
        Path lower = place.lower();
        MountedUnion.run(java.util.List.of(
                "sh",
                "-c",
                "mount -t tmpfs tmpfs " + memory + " && cd " + memory
                        + " && mkdir l u w && echo -n lower > l/a && mount -t overlay o -o lowerdir=l,upperdir=u,workdir=w "
                        + lower));
        try (MountedUnion mount = place.mount(OpenMode.PASSTHROUGH)) {
            assertThat(mount.read("a")).isEqualTo("lower");
            mount.shell("exec 3<a; echo -n upper > a; cat a; echo x > new; cat new");
            assertThat(mount.read("a")).isEqualTo("upper");
            assertThat(mount.read("new")).isEqualTo("x\n");
        } finally {
            MountedUnion.run(java.util.List.of("umount", "-l", lower.toString(), memory.toString()));
        }
    }
}
