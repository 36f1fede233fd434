package io.jfs.runtime.container;

import io.jfs.core.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root of a container that is removed when it has ended. Unmounting an overlay writes back all that is dirty on the
 * filesystem below, whoever wrote it, and a container that syncs waits for it; neither serves anybody here.
 */
final class DisposableRoot {
    private static final String VOLATILE = "volatile";
    private static final String WORK = "workdir=";

    private DisposableRoot() {}

    static List<Mount> of(List<Mount> mounts) throws IOException {
        List<Mount> disposable = new ArrayList<>();
        for (Mount mount : mounts) {
            disposable.add(isWritableUnion(mount) ? disposable(mount) : mount);
        }
        return disposable;
    }

    private static boolean isWritableUnion(Mount mount) {
        return mount.options().stream().anyMatch(option -> option.startsWith(WORK))
                && !mount.options().contains(VOLATILE);
    }

    private static Mount disposable(Mount mount) throws IOException {
        List<String> options = new ArrayList<>(mount.options());
        options.add(VOLATILE);
        for (String option : mount.options()) {
            if (option.startsWith(WORK)) {
                forget(Path.of(option.substring(WORK.length())).resolve("work/incompat"));
            }
        }
        return new Mount(mount.type(), mount.source(), options);
    }

    // The kernel refuses to mount such a root again, since a power failure may have harmed it: here, on a restart, it
    // may.
    private static void forget(Path mark) throws IOException {
        Files.deleteIfExists(mark.resolve(VOLATILE));
        Files.deleteIfExists(mark);
    }
}
