package io.jfs.core.mount;

import io.jfs.core.Mount;
import io.jfs.linux.Fd;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;

/** A bind mount by open_tree(2) and mount_setattr(2). */
final class BindMount {
    private BindMount() {}

    static Fd create(Mount mount) throws IOException {
        MountOptions options = MountOptions.of(mount);
        if (!options.filesystem().isEmpty()) {
            throw new IOException("option " + options.filesystem().getFirst() + " does not fit a bind mount");
        }
        int recursive = options.isRecursive() ? MountCalls.AT_RECURSIVE : 0;
        Fd tree = MountCalls.openTree(Fd.cwd(), mount.source(), MountCalls.OPEN_TREE_CLONE | recursive);
        try {
            if (options.attributes() != 0) {
                MountCalls.mountSetAttr(tree, options.isRecursive(), options.attributes(), 0, 0);
            }
            return tree;
        } catch (IOException e) {
            tree.close();
            throw e;
        }
    }
}
