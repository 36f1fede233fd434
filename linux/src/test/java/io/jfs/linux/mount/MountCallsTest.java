package io.jfs.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.Links;
import io.jfs.linux.Needs;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.Stat;
import io.jfs.linux.Trees;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountCallsTest {
    @TempDir
    Path temp;

    private Path target;
    private Fd dir;

    @BeforeEach
    void a_mount_point() throws Exception {
        Needs.root();
        Needs.that(Processes.hasCapability(Processes.CAP_SYS_ADMIN), "CAP_SYS_ADMIN");
        dir = Trees.directory(temp);
        Links.mkdirAt(dir, "mount point", 0755);
        target = temp.resolve("mount point");
    }

    @AfterEach
    void nothing_stays_mounted() throws Exception {
        if (dir == null) {
            return;
        }
        dir.close();
        while (MountInfo.at(target).isPresent()) {
            MountCalls.unmount(target.toString(), MountCalls.MNT_DETACH);
        }
    }

    @Test
    void the_classic_mount_appears_in_mountinfo_and_goes() throws Exception {
        long flags = MountCalls.MS_NOSUID | MountCalls.MS_NODEV;
        MountCalls.mount("my source", target.toString(), "tmpfs", flags, "size=1m,mode=0700");
        MountInfoEntry entry = MountInfo.at(target).orElseThrow();
        assertThat(entry.type()).isEqualTo("tmpfs");
        assertThat(entry.source()).isEqualTo("my source");
        assertThat(entry.options()).contains("nosuid", "nodev").doesNotContain("ro");
        assertThat(entry.superOptions()).contains("size=1024k");
        MountCalls.unmount(target.toString(), MountCalls.UMOUNT_NOFOLLOW);
        assertThat(MountInfo.at(target)).isEmpty();
        assertErrno(Errno.EINVAL, () -> MountCalls.unmount(target.toString(), 0));
    }

    @Test
    void stacked_mounts_show_the_topmost() throws Exception {
        MountCalls.mount("below", target.toString(), "tmpfs", 0, "");
        MountCalls.mount("above", target.toString(), "tmpfs", 0, "");
        assertThat(MountInfo.at(target)).map(MountInfoEntry::source).hasValue("above");
        MountCalls.unmount(target.toString(), 0);
        assertThat(MountInfo.at(target)).map(MountInfoEntry::source).hasValue("below");
    }

    @Test
    void a_detached_filesystem_is_a_directory_until_it_is_closed() throws Exception {
        try (Fd context = MountCalls.fsopen("tmpfs")) {
            MountCalls.fsconfigString(context, "size", "1m");
            MountCalls.fsconfigCreate(context);
            try (Fd mount = MountCalls.fsmount(context, MountCalls.MOUNT_ATTR_NODEV)) {
                assertThat(Stat.fileSystem(mount).type()).isEqualTo(FileSystemStat.TMPFS);
                Trees.write(mount, "file", "detached");
                assertThat(Trees.read(mount, "file")).isEqualTo("detached");
                assertThat(Directory.list(mount))
                        .extracting(DirectoryEntry::name)
                        .containsExactly("file");
                assertThat(MountInfo.at(target)).isEmpty();
            }
        }
    }

    @Test
    void a_detached_filesystem_can_be_attached() throws Exception {
        try (Fd mount = tmpfs()) {
            MountCalls.moveMount(mount, target.toString());
            assertThat(MountInfo.at(target)).map(MountInfoEntry::type).hasValue("tmpfs");
        }
        assertThat(MountInfo.at(target)).isPresent();
    }

    @Test
    void a_mount_can_be_attached_below_a_descriptor() throws Exception {
        try (Fd mount = tmpfs()) {
            MountCalls.moveMount(mount, dir, "mount point");
        }
        assertThat(MountInfo.at(target)).isPresent();
        MountCalls.unmount(target.toString(), 0);
        try (Fd mount = tmpfs();
                Fd point = Open.open(target, Open.O_PATH, 0)) {
            MountCalls.moveMount(mount, point, "");
        }
        assertThat(MountInfo.at(target)).isPresent();
    }

    @Test
    void a_clone_of_a_tree_can_be_made_read_only() throws Exception {
        Trees.write(dir, "file", "lower");
        try (Fd clone = MountCalls.openTree(dir, "", MountCalls.OPEN_TREE_CLONE)) {
            long readOnly = MountCalls.MOUNT_ATTR_RDONLY;
            MountCalls.mountSetAttr(clone, false, readOnly, 0, MountCalls.MS_PRIVATE);
            assertThat(Trees.read(clone, "file")).isEqualTo("lower");
            assertErrno(Errno.EROFS, () -> Trees.write(clone, "file", "x"));
            assertErrno(Errno.EROFS, () -> Links.unlinkAt(clone, "file"));
            assertThat(Stat.fileSystem(clone).isReadOnly()).isTrue();
            MountCalls.mountSetAttr(clone, true, 0, readOnly, 0);
            Trees.write(clone, "file", "changed");
        }
        assertThat(Trees.read(dir, "file")).isEqualTo("changed");
    }

    @Test
    void overlay_layers_are_given_by_descriptor() throws Exception {
        try (Fd top = Trees.subdirectory(dir, "top");
                Fd bottom = Trees.subdirectory(dir, "bottom");
                Fd upper = Trees.subdirectory(dir, "upper");
                Fd work = Trees.subdirectory(dir, "work");
                Fd context = MountCalls.fsopen("overlay")) {
            Trees.write(top, "both", "top");
            Trees.write(bottom, "both", "bottom");
            Trees.write(bottom, "low", "low");
            MountCalls.fsconfigFd(context, "lowerdir+", top);
            MountCalls.fsconfigFd(context, "lowerdir+", bottom);
            MountCalls.fsconfigFd(context, "upperdir", upper);
            MountCalls.fsconfigFd(context, "workdir", work);
            MountCalls.fsconfigCreate(context);
            try (Fd merged = MountCalls.fsmount(context, 0)) {
                assertThat(Stat.fileSystem(merged).type()).isEqualTo(FileSystemStat.OVERLAYFS);
                assertThat(Trees.read(merged, "both")).isEqualTo("top");
                assertThat(Trees.read(merged, "low")).isEqualTo("low");
                Links.unlinkAt(merged, "low");
                assertThat(Stat.statAt(upper, "low").rdev()).isZero();
                assertThat(Stat.find(merged, "low")).isEmpty();
            }
        }
    }

    @Test
    void the_kernels_own_words_are_in_the_error() throws Exception {
        try (Fd context = MountCalls.fsopen("overlay")) {
            assertThatThrownBy(() -> MountCalls.fsconfigString(context, "nonsense", "1"))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isSameAs(Errno.EINVAL))
                    .hasMessageStartingWith("fsconfig nonsense=1 (e ")
                    .hasMessageContaining("Unknown parameter 'nonsense'");
            assertThat(MountCalls.fsLog(context)).as("the log was read").isEmpty();
            assertErrno(Errno.EINVAL, () -> MountCalls.fsconfigFlag(context, "nonsense"));
            assertErrno(Errno.EINVAL, () -> MountCalls.fsconfigCreate(context));
            assertErrno(Errno.EINVAL, () -> MountCalls.fsmount(context, 0));
        }
        assertErrno(Errno.ENODEV, () -> MountCalls.fsopen("no-such-fs"));
    }

    @Test
    void options_that_the_kernel_would_cut_are_refused() {
        assertErrno(
                Errno.ENAMETOOLONG, () -> MountCalls.mount("x", target.toString(), "tmpfs", 0, "size=1m,".repeat(600)));
        assertErrno(Errno.ENOENT, () -> MountCalls.mount("x", temp + "/missing", "tmpfs", 0, ""));
    }

    private static Fd tmpfs() throws ErrnoException {
        try (Fd context = MountCalls.fsopen("tmpfs")) {
            MountCalls.fsconfigCreate(context);
            return MountCalls.fsmount(context, 0);
        }
    }

    private static void assertErrno(Errno expected, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isSameAs(expected));
    }
}
