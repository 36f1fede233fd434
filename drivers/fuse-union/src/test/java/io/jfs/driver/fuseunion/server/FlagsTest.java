package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.testkit.RequiresFuse;
import io.jfs.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** chattr(1) and lsattr(1) on a mount, with the kernel's overlay beside it. */
@RequiresRoot
@RequiresFuse
class FlagsTest {
    private static final String IMMUTABLE = """
            try() { if "$@" 2>/dev/null; then echo "$*: yes"; else echo "$*: no"; fi; }
            show() { lsattr -d "$@" | sed 's/[^-AaiSd ].*//; s/e/-/' | awk '{print $1}'; }
            protect() {
                show $1; chattr +$2 $1 && show $1
                try sh -c "echo more >> $1"; try sh -c "echo new > $1"; try truncate -s 0 $1
                try chmod 600 $1; try chown 1 $1; try touch $1; try touch -d 2001-01-01 $1
                try setfattr -n user.x -v y $1; try setfattr -x user.there $1
                try ln $1 link; try mv $1 moved; try rm -f $1; try mv other $1
                chattr -$2 $1 && show $1
                try sh -c "echo more >> $1"; cat $1; try mv $1 moved; try mv moved $1
            }
            """;

    private static final String DIRECTORY = """
            for flag in a i; do
                chattr +$flag dir && show dir
                try sh -c 'echo x > dir/new'; try mkdir dir/sub; try ln other dir/link; try mv other dir/other
                try rm -f dir/file; try mv dir/file dir/file2; try rmdir dir; try mv dir dir2; try chmod 700 dir
                try sh -c 'echo x > dir/file'
                chattr -$flag dir && show dir
            done
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void make_lower() throws Exception {
        Path lower = MountedUnion.at(directory).lower();
        MountedUnion.run(List.of(
                "sh",
                "-c",
                "cd " + lower
                        + " && mkdir dir && for f in file other upper dir/file; do echo $f > $f;"
                        + " setfattr -n user.there -v y $f; done"));
    }

    private String onKernel(String script) throws Exception {
        Path kernel = Files.createDirectories(directory.resolve("kernel"));
        Path upper = Files.createDirectories(directory.resolve("kernel-upper"));
        Path work = Files.createDirectories(directory.resolve("kernel-work"));
        String options = "lowerdir=" + directory.resolve("lower") + ",upperdir=" + upper + ",workdir=" + work;
        MountedUnion.run(List.of("mount", "-t", "overlay", "overlay", "-o", options, kernel.toString()));
        try {
            return MountedUnion.run(List.of("sh", "-c", "cd " + kernel + " && " + script));
        } finally {
            MountedUnion.run(List.of("umount", kernel.toString()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO", "CACHED"})
    void a_protected_file_is_one_as_on_the_kernels_overlay(OpenMode mode) throws Exception {
        String script = IMMUTABLE + "protect file i; echo x >> upper; protect upper a; echo new > made; protect made i";
        String expected = onKernel(script);
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode)) {
            assertThat(mount.shell(script)).isEqualTo(expected).contains(": no", "i", "a");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "ZERO"})
    void a_protected_directory_is_one_as_on_the_kernels_overlay(OpenMode mode) throws Exception {
        String script = IMMUTABLE + DIRECTORY;
        String expected = onKernel(script);
        try (MountedUnion mount = MountedUnion.at(directory).mount(mode)) {
            assertThat(mount.shell(script)).isEqualTo(expected).contains(": no");
        }
    }

    @Test
    void protection_outlives_the_mount_and_the_kernel_sees_the_same() throws Exception {
        MountedUnion.Place place = MountedUnion.at(directory);
        try (MountedUnion mount = place.mount(OpenMode.PASSTHROUGH)) {
            mount.shell("chattr +i file; chattr +a dir; chattr +d other");
        }
        String script = IMMUTABLE + "show file dir other; try rm -f file; try rm -f dir/file; try touch dir/new";
        try (MountedUnion mount = place.mount(OpenMode.ZERO)) {
            assertThat(mount.shell(script)).contains("rm -f file: no", "rm -f dir/file: no", "touch dir/new: yes");
            assertThat(mount.shell("getfattr -d -m - file 2>&1")).doesNotContain("protattr");
        }
        Files.delete(directory.resolve("upper/dir/new"));
        Path upper = directory.resolve("upper");
        Files.move(upper, directory.resolve("kernel-upper"));
        String kernel = onKernel(script);
        Files.move(directory.resolve("kernel-upper"), upper);
        Files.delete(upper.resolve("dir/new"));
        try (MountedUnion mount = place.mount(OpenMode.PASSTHROUGH)) {
            assertThat(mount.shell(script)).isEqualTo(kernel);
        }
    }

    @Test
    void a_reader_of_the_lower_file_keeps_it_while_flags_are_set() throws Exception {
        byte[] large = new byte[100_000];
        Files.write(directory.resolve("lower/large"), large);
        try (MountedUnion mount = MountedUnion.at(directory).mount(OpenMode.PASSTHROUGH)) {
            assertThat(mount.shell("exec 3<large; chattr +d large; lsattr large; wc -c <&3"))
                    .contains("d", "100000");
            assertThat(directory.resolve("upper/large")).exists();
        }
        assertThat(MountedUnion.run(List.of("lsattr", directory + "/lower/large")))
                .doesNotContain("d----");
    }

    @Test
    void others_than_root_may_not_protect_and_extended_flags_come_through() throws Exception {
        directory.toFile().setExecutable(true, false);
        try (MountedUnion mount = MountedUnion.at(directory).mount(OpenMode.PASSTHROUGH)) {
            mount.shell("echo x > mine; chown 65534 mine; lsattr -p mine; lsattr -v mine");
            assertThat(mount.shell("setpriv --reuid 65534 --clear-groups chattr +i mine 2>&1; "
                            + "setpriv --reuid 65534 --clear-groups chattr +d mine && lsattr mine; "
                            + "setpriv --reuid 65534 --clear-groups chattr +d file 2>&1 || true"))
                    .contains("Operation not permitted", "d");
        }
        assertThat(directory.resolve("upper/file")).doesNotExist();
    }
}
