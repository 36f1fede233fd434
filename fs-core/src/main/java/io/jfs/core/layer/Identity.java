package io.jfs.core.layer;

import io.jfs.linux.Processes;
import io.jfs.linux.UserNamespace;
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
 * @param mayMakeDevices whether device nodes can be made. Without it they are left out, as podman does
 * @param ids those that files can have; a file of another is this user's
 */
record Identity(int uid, int gid, int umask, boolean mayChown, boolean mayMakeDevices, UserNamespace ids) {

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
                Processes.hasCapability(Processes.CAP_CHOWN),
                !UserNamespace.isNested(),
                UserNamespace.current());
    }

    /** The user that a file can have in place of the layer's. */
    int user(int wanted) {
        return ids.hasUser(wanted) ? wanted : uid;
    }

    /** The group that a file can have in place of the layer's. */
    int group(int wanted) {
        return ids.hasGroup(wanted) ? wanted : gid;
    }

    /** Whether permission bits do not stop this process. */
    boolean isRoot() {
        return uid == 0;
    }
}
