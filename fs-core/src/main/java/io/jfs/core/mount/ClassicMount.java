package io.jfs.core.mount;

import io.jfs.core.Mount;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;

/** mount(2), for kernels before 5.2. Its options must fit one page, so a deep overlay is refused with that reason. */
final class ClassicMount {
    /** The kernel copies one page of options and silently clips the rest (mount(2), "data"). */
    private static final int PAGE = 4096;

    private ClassicMount() {}

    static void mount(Mount mount, Path target) throws IOException {
        MountOptions options = MountOptions.of(mount);
        String data = String.join(",", options.filesystem());
        if (data.length() >= PAGE) {
            throw new IOException(mount.type() + " mount on " + target + ": " + data.length()
                    + " bytes of options, and this kernel takes fewer than " + PAGE);
        }
        try {
            if (mount.type().equals("bind")) {
                bind(mount, target, options);
            } else {
                MountCalls.mount(mount.source(), target.toString(), mount.type(), options.flags(), data);
            }
        } catch (ErrnoException e) {
            throw Mounter.failure(mount, " on " + target, e);
        }
    }

    /** mount(2) ignores all other flags of a bind, so a second call sets them. */
    private static void bind(Mount mount, Path target, MountOptions options) throws ErrnoException {
        long kind = MountCalls.MS_BIND | (options.isRecursive() ? MountCalls.MS_REC : 0);
        MountCalls.mount(mount.source(), target.toString(), "none", kind, "");
        if (options.flags() != 0) {
            try {
                long remount = MountCalls.MS_REMOUNT | MountCalls.MS_BIND | options.flags();
                MountCalls.mount("none", target.toString(), "none", remount, "");
            } catch (ErrnoException e) {
                MountCalls.unmount(target.toString(), MountCalls.MNT_DETACH);
                throw e;
            }
        }
    }
}
