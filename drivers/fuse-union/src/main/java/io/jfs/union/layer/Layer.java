package io.jfs.union.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileHandle;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.Stat;
import io.jfs.linux.mount.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer. A lower one is reached through a detached read-only mount of its own where the process may make one, so that
 * nothing at all can write to it, and neither mounts below it nor symbolic links lead out of it. That mount is made
 * when something in the layer is needed for the first time; which directory it is of is settled before.
 */
public final class Layer implements AutoCloseable {
    /** {@code MOUNT_ATTR__ATIME}, linux/mount.h: to be cleared whenever one of them is set. */
    private static final long ATIME_BITS = 0x70;

    private final int index;
    private final boolean upper;
    private final Path path;
    private final FdCache cache;
    private final Marks marks;
    private final Fd anchor;
    private final FileStat stat;
    private final LayerDirectory directory;
    private @Nullable Root root; // guarded by this; opened when it is needed

    private record Root(@Nullable Fd mount, Fd fd, Optional<byte[]> uuid) {}

    private Layer(int index, boolean upper, Path path, FdCache cache, Marks marks, Fd anchor) throws IOException {
        this.index = index;
        this.upper = upper;
        this.path = path;
        this.cache = cache;
        this.marks = marks;
        this.anchor = anchor;
        this.stat = Stat.stat(anchor);
        this.directory = new LayerDirectory(this, cache);
    }

    private static Layer of(int index, boolean upper, Path path, FdCache cache, Marks marks) throws IOException {
        Fd anchor = Open.open(path, Open.O_PATH | Open.O_DIRECTORY, 0);
        try {
            return new Layer(index, upper, path, cache, marks, anchor);
        } catch (IOException | RuntimeException e) {
            anchor.close();
            throw e;
        }
    }

    /**
     * Opens the upper.
     *
     * @throws IOException if it is no directory that can be opened
     */
    public static Layer openUpper(Path path, FdCache cache, Marks marks) throws IOException {
        return of(0, true, path, cache, marks);
    }

    /**
     * Opens a lower, so far as to know which directory it is.
     *
     * @param index its place, 1 is the nearest to the upper
     * @throws IOException if it is no directory that can be opened
     */
    public static Layer openLower(int index, Path path, FdCache cache, Marks marks) throws IOException {
        return of(index, false, path, cache, marks);
    }

    private Root openRoot() throws IOException {
        Fd mount = upper ? null : readOnlyMount();
        Fd fd = null;
        try {
            fd = Open.openAt(mount == null ? anchor : mount, ".", Open.O_RDONLY | Open.O_DIRECTORY, 0);
            return new Root(mount, fd, FileHandle.fileSystemUuid(fd));
        } catch (IOException | RuntimeException e) {
            close(mount);
            close(fd);
            throw e;
        }
    }

    private static void close(@Nullable Fd fd) {
        if (fd != null) {
            fd.close();
        }
    }

    private @Nullable Fd readOnlyMount() throws IOException {
        if (!Processes.hasCapability(Processes.CAP_SYS_ADMIN)) {
            return null;
        }
        Fd tree;
        try {
            tree = MountCalls.openTree(anchor, "", MountCalls.OPEN_TREE_CLONE);
        } catch (ErrnoException e) {
            if (e.is(Errno.EPERM)) {
                return null; // root of a user namespace, in a mount namespace that is not its own
            }
            throw e;
        }
        try {
            setReadOnly(tree);
            return tree;
        } catch (IOException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    private static void setReadOnly(Fd tree) throws IOException {
        try {
            MountCalls.mountSetAttr(
                    tree, false, MountCalls.MOUNT_ATTR_RDONLY | MountCalls.MOUNT_ATTR_NOATIME, ATIME_BITS, 0);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            // A mount from outside of this user namespace keeps its kind of access times.
            MountCalls.mountSetAttr(tree, false, MountCalls.MOUNT_ATTR_RDONLY, 0, 0);
        }
    }

    private synchronized Root opened() throws IOException {
        Root there = root;
        if (there == null) {
            there = openRoot();
            root = there;
        }
        return there;
    }

    /** Its place: 0 is the upper, 1 the nearest lower. */
    public int index() {
        return index;
    }

    public boolean isUpper() {
        return upper;
    }

    /** The root as a directory. */
    public LayerDirectory directory() {
        return directory;
    }

    /** The root's own descriptor, open for reading; opened at the first call, and stays open. */
    public Fd root() throws IOException {
        return opened().fd();
    }

    /** Whether anything in it was ever looked at. */
    public synchronized boolean isOpen() {
        return root != null;
    }

    /** The root's attributes when the layer was opened. */
    public FileStat stat() {
        return stat;
    }

    /** What statfs(2) says of its filesystem. */
    public FileSystemStat fileSystem() throws IOException {
        return Stat.fileSystem(anchor);
    }

    /** The device number of its filesystem. */
    public long device() {
        return stat.device();
    }

    /** What names its filesystem over remounts; see {@link FileHandle#fileSystemUuid}. */
    public Optional<byte[]> uuid() throws IOException {
        return opened().uuid();
    }

    public Marks marks() {
        return marks;
    }

    FdCache cache() {
        return cache;
    }

    @Override
    public synchronized void close() {
        anchor.close();
        if (root != null) {
            root.fd().close();
            close(root.mount());
        }
    }

    @Override
    public String toString() {
        return (upper ? "upper " : "lower " + index + " ") + path;
    }
}
