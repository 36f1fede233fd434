package io.jfs.driver.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jfs.core.Mount;
import io.jfs.core.SnapshotKey;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.mount.Mounter;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.StoreRoot;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.Open;
import io.jfs.testkit.LoopFilesystem;
import io.jfs.testkit.RequiresXfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Size limits on real filesystems: held where the kernel has project quotas for them, else refused with the reason. */
@RequiresXfs
class ProjectQuotaTest {
    private static final int LIMIT = 4 << 20;
    private static final Map<String, String> LIMITED = Map.of(SnapshotStore.MAX_SIZE_LABEL, Integer.toString(LIMIT));

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void a_limit_holds_where_the_kernel_has_project_quotas(String type) throws IOException {
        try (LoopFilesystem filesystem = filesystem(type).withProjectQuotas();
                SnapshotStore store = open(filesystem.open())) {
            assertThat(store.driver().capabilities()).contains(DriverCapability.QUOTA);
            List<Mount> mounts = store.prepare(new SnapshotKey("limited"), Optional.empty(), LIMITED);
            try (Fd tree = Mounter.openDetached(mounts)) {
                write(tree, "fits", LIMIT / 4);
                assertThatThrownBy(() -> write(tree, "beyond", LIMIT))
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isIn(Errno.EDQUOT, Errno.ENOSPC));
            }
        } catch (ErrnoException e) {
            assertThat(e).as("the kernel was built without").hasMessageContaining("mount");
            assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOSYS, Errno.ESRCH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void without_them_a_limit_is_refused_with_the_reason(String type) throws IOException {
        try (LoopFilesystem filesystem = filesystem(type);
                SnapshotStore store = open(filesystem.open())) {
            assertThat(store.driver().capabilities()).doesNotContain(DriverCapability.QUOTA);
            SnapshotKey key = new SnapshotKey("limited");
            assertThatThrownBy(() -> store.prepare(key, Optional.empty(), LIMITED))
                    .hasMessageContaining("a size limit is not supported by driver overlay because the filesystem of "
                            + filesystem.root())
                    .hasMessageContaining("has no project quotas: ext4 and xfs have them if mounted with prjquota");
            assertThat(store.find(key)).isEmpty();
        }
    }

    private static LoopFilesystem filesystem(String type) {
        return type.equals("ext4") ? LoopFilesystem.ext4() : LoopFilesystem.xfs();
    }

    private static SnapshotStore open(LoopFilesystem filesystem) throws IOException {
        Path root = filesystem.newDirectory();
        StoreRoot place = new StoreRoot(root, root.resolve("run"));
        return SnapshotStore.open(place, new OverlayDriverProvider(), DriverOptions.NONE);
    }

    private static void write(Fd tree, String name, int bytes) throws IOException {
        try (Fd file = Open.openAt(tree, name, Open.O_WRONLY | Open.O_CREAT, 0600)) {
            FileIo.writeFully(file, new byte[bytes], 0, bytes);
        }
    }
}
