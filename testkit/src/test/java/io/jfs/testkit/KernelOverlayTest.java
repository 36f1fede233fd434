package io.jfs.testkit;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's overlay passes too: a userspace union may be held to the same. */
@RequiresOverlay
class KernelOverlayTest extends PosixContract {
    @TempDir
    Path place;

    @Override
    public Path directory() throws IOException {
        Path lower = Files.createDirectory(place.resolve("lower"));
        Path upper = Files.createDirectory(place.resolve("upper"));
        Path work = Files.createDirectory(place.resolve("work"));
        Path merged = Files.createDirectory(place.resolve("merged"));
        List<String> options = List.of("lowerdir=" + lower, "upperdir=" + upper, "workdir=" + work);
        Mounter.mount(List.of(new Mount("overlay", "overlay", options)), merged);
        return merged;
    }

    @Override
    protected void leave() throws IOException {
        Mounter.unmount(place.resolve("merged"));
    }
}
