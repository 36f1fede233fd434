package io.jfs.core.mount;

import io.jfs.core.Mount;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes mounts out of data.
 *
 * <p>Each mount is first made attached nowhere, by the mount API of Linux 5.2 (fsopen(2), open_tree(2)), then moved to
 * its target; so an error leaves nothing behind, and a caller that only wants to read needs no target at all. Where the
 * kernel lacks that API, mount(2) is used. Thread-safe.
 *
 * <p>A mount of type {@code fuse3.PROGRAM} or {@code fuse.PROGRAM} is made by that program, see {@link MountProgram};
 * it stays in the background and serves the mount. A plain user can make those, where the system has
 * {@code fusermount3}.
 */
public final class Mounter {
    private Mounter() {}

    /**
     * Mounts all of them on the target, in order.
     *
     * @param target an existing directory
     * @throws IOException names the mount, the target and the kernel's reason; what was already mounted is undone
     */
    public static void mount(List<Mount> mounts, Path target) throws IOException {
        int made = 0;
        try {
            for (Mount mount : mounts) {
                mountOne(mount, target);
                made++;
            }
        } catch (IOException e) {
            for (; made > 0; made--) {
                undo(target, e);
            }
            throw e;
        }
    }

    /**
     * Makes a mount that is attached nowhere: only the returned descriptor leads to it, no other process sees it, and
     * the kernel drops it when the descriptor is closed or the process dies. With a FUSE mount, whose program needs a
     * place to mount on, that holds from this method's return on; its server ends when the descriptor, and all that was
     * opened through it, is closed.
     *
     * @param mounts exactly one mount
     * @return the root directory, readable; the caller closes it
     */
    public static Fd openDetached(List<Mount> mounts) throws IOException {
        if (mounts.size() != 1) {
            throw new IOException("cannot open " + mounts.size() + " mounts as one tree");
        }
        Mount mount = mounts.getFirst();
        Optional<String> program = MountProgram.ofType(mount.type());
        if (program.isPresent()) {
            return openDetached(mount, program.get());
        }
        try (Fd root = create(mount)) {
            return Open.openAt(root, ".", Open.O_RDONLY | Open.O_DIRECTORY, 0);
        } catch (IOException e) {
            throw failure(mount, "", e);
        }
    }

    private static Fd openDetached(Mount mount, String program) throws IOException {
        try {
            return HelperMount.openDetached(mount, program);
        } catch (IOException e) {
            throw failure(mount, "", e);
        }
    }

    /**
     * Unmounts the topmost mount at the target.
     *
     * @throws IOException if nothing is mounted there, or it is in use
     */
    public static void unmount(Path target) throws IOException {
        unmount(target, false);
    }

    /**
     * Takes the topmost mount out of the tree at once, even if it is in use, or the server of a FUSE mount is dead. It
     * is gone when nobody uses it any more.
     *
     * @throws IOException if nothing is mounted there
     */
    public static void detach(Path target) throws IOException {
        unmount(target, true);
    }

    /**
     * Whether a mount is one whose server has died: all that is asked of it fails with ENOTCONN, and only
     * {@link #unmount} or {@link #detach} helps.
     *
     * @param target a mount point; otherwise the answer is false
     */
    public static boolean isDead(Path target) {
        // statfs(2) asks the server; attributes may come from the kernel's cache.
        try (Fd root = Open.open(target, Open.O_PATH, 0)) {
            Stat.fileSystem(root);
            return false;
        } catch (ErrnoException e) {
            return e.is(Errno.ENOTCONN) || e.is(Errno.ECONNABORTED);
        }
    }

    private static void unmount(Path target, boolean lazily) throws IOException {
        try {
            HelperMount.unmount(target, lazily);
        } catch (ErrnoException e) {
            throw new IOException("unmount " + target + ": " + e.errno().description(), e);
        } catch (IOException e) {
            throw new IOException("unmount " + target + ": " + e.getMessage(), e);
        }
    }

    private static void mountOne(Mount mount, Path target) throws IOException {
        Optional<String> program = MountProgram.ofType(mount.type());
        if (program.isPresent()) {
            mountBy(program.get(), mount, target);
            return;
        }
        try (Fd root = create(mount)) {
            MountCalls.moveMount(root, target.toString());
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOSYS) {
                throw failure(mount, " on " + target, e);
            }
            ClassicMount.mount(mount, target);
        } catch (IOException e) {
            throw failure(mount, " on " + target, e);
        }
    }

    private static void mountBy(String program, Mount mount, Path target) throws IOException {
        try {
            HelperMount.mount(mount, program, target);
        } catch (IOException e) {
            throw failure(mount, " on " + target, e);
        }
    }

    private static Fd create(Mount mount) throws IOException {
        return switch (mount.type()) {
            case "bind" -> BindMount.create(mount);
            case "overlay" -> OverlayMount.create(mount);
            default -> throw new IOException("mount type " + mount.type() + " is not known");
        };
    }

    static IOException failure(Mount mount, String where, IOException e) {
        String what = mount.type().equals("bind") ? "bind mount of " + mount.source() : mount.type() + " mount";
        return new IOException(what + where + ": " + e.getMessage(), e);
    }

    private static void undo(Path target, IOException cause) {
        try {
            HelperMount.unmount(target, true);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
