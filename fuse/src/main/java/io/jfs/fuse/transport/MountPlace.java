package io.jfs.fuse.transport;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.fuse.MountHelper;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;

/** Where a filesystem is mounted, and so how it is unmounted. */
sealed interface MountPlace {
    /**
     * Unmounts.
     *
     * @throws IOException EBUSY if it is in use
     */
    void unmount() throws IOException, InterruptedException;

    void unmountLazily() throws IOException, InterruptedException;

    /** Makes all requests fail, if this place can; does not unmount. */
    void abort() throws IOException;

    /** On a directory, by our own system calls. */
    record Attached(Path path) implements MountPlace {
        @Override
        public void unmount() throws ErrnoException {
            MountCalls.unmount(path.toString(), MountCalls.UMOUNT_NOFOLLOW);
        }

        @Override
        public void unmountLazily() throws ErrnoException {
            MountCalls.unmount(path.toString(), MountCalls.UMOUNT_NOFOLLOW | MountCalls.MNT_DETACH);
        }

        /** {@code MNT_FORCE} aborts first, whether or not the mount can then go. */
        @Override
        public void abort() throws ErrnoException {
            try {
                MountCalls.unmount(path.toString(), MountCalls.UMOUNT_NOFOLLOW | MountCalls.MNT_FORCE);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EBUSY)) {
                    throw e;
                }
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** Nowhere: reached by its root's descriptor alone. */
    record Detached(Fd root) implements MountPlace {
        @Override
        public void unmount() {
            root.close();
        }

        @Override
        public void unmountLazily() {
            root.close();
        }

        @Override
        public void abort() {}

        @Override
        public String toString() {
            return "no path";
        }
    }

    /** On a directory, by {@code fusermount3}. */
    record ByHelper(Path path, MountHelper helper) implements MountPlace {
        @Override
        public void unmount() throws IOException, InterruptedException {
            helper.unmount(path, false);
        }

        @Override
        public void unmountLazily() throws IOException, InterruptedException {
            helper.unmount(path, true);
        }

        @Override
        public void abort() {}

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
