package io.jfs.union.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileHandle;
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
 * nothing at all can write to it, and neither mounts below it nor symbolic links lead out of it.
 */
public final class Layer implements AutoCloseable {
    /** {@code MOUNT_ATTR__ATIME}, linux/mount.h: to be cleared whenever one of them is set. */
    private static final long ATIME_BITS = 0x70;

    private final int index;
    private final boolean upper;
    private final Path path;
    private final FdCache cache;
    private final Marks marks;
    private final @Nullable Fd mount;
    private final Fd root;
    private final long device;
    private final LayerDirectory directory;
    private final Optional<byte[]> uuid;

    private Layer(int index, boolean upper, Path path, FdCache cache, Marks marks, @Nullable Fd mount, Fd root)
            throws IOException {
        this.index = index;
        this.upper = upper;
        this.path = path;
        this.cache = cache;
        this.marks = marks;
        this.mount = mount;
        this.root = root;
        this.device = Stat.stat(root).device();
        this.uuid = FileHandle.fileSystemUuid(root);
        this.directory = new LayerDirectory(this, cache);
    }

    /**
     * Opens the upper.
     *
     * @throws IOException if it is no directory that can be opened
     */
    public static Layer openUpper(Path path, FdCache cache, Marks marks) throws IOException {
        Fd root = Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0);
        return new Layer(0, true, path, cache, marks, null, root);
    }

    /**
     * Opens a lower.
     *
     * @param index its place, 1 is the nearest to the upper
     * @throws IOException if it is no directory that can be opened
     */
    public static Layer openLower(int index, Path path, FdCache cache, Marks marks) throws IOException {
        Fd mount = readOnlyMount(path);
        Fd root = mount == null
                ? Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0)
                : Open.openAt(mount, ".", Open.O_RDONLY | Open.O_DIRECTORY, 0);
        return new Layer(index, false, path, cache, marks, mount, root);
    }

    private static @Nullable Fd readOnlyMount(Path path) throws IOException {
        if (!Processes.hasCapability(Processes.CAP_SYS_ADMIN)) {
            return null;
        }
        Fd tree;
        try {
            tree = MountCalls.openTree(Fd.cwd(), path.toAbsolutePath().toString(), MountCalls.OPEN_TREE_CLONE);
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

    /** The root's own descriptor, open for reading; stays open. */
    public Fd root() {
        return root;
    }

    /** The device number of its filesystem. */
    public long device() {
        return device;
    }

    /** What names its filesystem over remounts; see {@link FileHandle#fileSystemUuid}. */
    public Optional<byte[]> uuid() {
        return uuid;
    }

    public Marks marks() {
        return marks;
    }

    FdCache cache() {
        return cache;
    }

    @Override
    public void close() {
        root.close();
        if (mount != null) {
            mount.close();
        }
    }

    @Override
    public String toString() {
        return (upper ? "upper " : "lower " + index + " ") + path;
    }
}
