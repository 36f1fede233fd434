package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.testkit.PosixContract;
import io.jfs.testkit.RequiresFuse;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A served union does what a container's root filesystem must. */
@RequiresFuse
abstract class ServedContract extends PosixContract {
    @TempDir
    Path directory;

    private @Nullable MountedUnion mount;

    abstract OpenMode mode();

    @Override
    public boolean isServedByThisProcess() {
        return true;
    }

    @Override
    public Path directory() throws IOException {
        mount = MountedUnion.at(directory).mount(mode());
        return mount.path;
    }

    @Override
    protected void leave() throws IOException {
        if (mount != null) {
            mount.close();
        }
    }
}
