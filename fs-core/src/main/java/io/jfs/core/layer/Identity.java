package io.jfs.core.layer;

import io.jfs.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel gives to new files of this process without being asked, and what it may change.
 *
 * @param uid owner of new files
 * @param gid group of new files
 * @param umask permission bits that new files lack
 * @param mayChown whether files can be given away. Without it all files belong to this user, whatever the layer says
 */
record Identity(int uid, int gid, int umask, boolean mayChown) {

    static Identity current() throws IOException {
        int umask = 0_777;
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        for (String line : status) {
            if (line.startsWith("Umask:")) {
                umask = Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
            }
        }
        return new Identity(
                Processes.effectiveUserId(),
                Processes.effectiveGroupId(),
                umask,
                Processes.hasCapability(Processes.CAP_CHOWN));
    }

    /** Whether permission bits do not stop this process. */
    boolean isRoot() {
        return uid == 0;
    }
}
