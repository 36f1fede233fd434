package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of request through libfuse, and what libfuse cannot do. */
class LibfuseOperationTest extends EveryOperationContract {
    LibfuseOperationTest() {
        super(Transport.LIBFUSE);
    }

    @Override
    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void names_move_and_swap(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            mount.write("a", "A");
            mount.write("b", "B");
            Links.mkdirAt(root, "d", 0755);
            assertThatThrownBy(() -> Links.renameAt2(root, "a", root, "b", Links.RENAME_EXCHANGE))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
            Links.renameAt(root, "b", root, "d/c");
            Links.renameAt(root, "a", root, "d/c");
            assertThat(mount.read("d/c")).isEqualTo("A");
            assertThat(mount.at("a")).doesNotExist();
        }
    }

    @Override
    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void files_without_a_name_can_be_given_one(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            assertThat(mount.session.transport()).isEqualTo(Transport.LIBFUSE);
            assertThatThrownBy(() -> Open.openAt(root, ".", Open.O_TMPFILE | Open.O_RDWR, 0640))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP));
        }
    }

    @Override
    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void large_directories_are_listed_whole_with_any_name(OpenMode mode) throws Exception {
        String odd = NativePath.decode(new byte[] {'r', (byte) 0xff, 'w'});
        try (MountedMemory mount = mounted(mode);
                Fd root = root()) {
            for (int i = 0; i < 1_000; i++) {
                mount.files.put("name-" + i, "");
            }
            mount.files.put(odd, "");
            mount.files.put("\u00fcn\u00ef", "x");
            assertThat(Directory.list(root))
                    .hasSize(1_002)
                    .extracting(DirectoryEntry::name)
                    .contains(odd);
            assertThat(Stat.statAt(root, "\u00fcn\u00ef").size()).isEqualTo(1);
            assertThat(Stat.find(root, odd)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZERO", "CACHED"})
    void every_lookup_is_forgotten(OpenMode mode) throws Exception {
        try (MountedMemory mount = mounted(mode)) {
            try (Fd root = root()) {
                Links.mkdirAt(root, "d", 0755);
                mount.write("d/f", "x");
                Links.linkAt(root, "d/f", root, "g");
                assertThat(mount.read("d/f")).isEqualTo("x");
                Links.symlinkAt("d", root, "l");
                assertThat(Links.readLinkAt(root, "l")).isEqualTo("d");
            }
            mount.session.unmount();
            for (String name : new String[] {"d", "g", "l"}) {
                assertThat(mount.files.lookupsOf(mount.files.idOf(name)))
                        .as(name)
                        .isZero();
            }
            assertThat(mount.files.openHandles).isZero();
        }
    }
}
