package io.jfs.union.layer;

import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The work directory: {@code work/} in it is where things are made before they get their place, {@code index/} has one
 * more name of every lower file with several links that was copied up, spelt as its origin in hexadecimal. Both as the
 * kernel's overlay lays them out.
 */
public final class Work implements AutoCloseable {
    private static final String STAGING = "work";
    private static final String INDEX = "index";
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final Fd staging;
    private final @Nullable Fd index;
    private final AtomicLong next = new AtomicLong();
    private final Object whiteoutLock = new Object();
    private @Nullable String sharedWhiteout;
    private volatile boolean makesDevices = true;
    private volatile boolean makesTemporaries = true;

    private Work(Fd staging, @Nullable Fd index) {
        this.staging = staging;
        this.index = index;
    }

    /** Opens it and removes what a crash left. */
    public static Work open(Path path, boolean withIndex) throws IOException {
        try (Fd root = Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            Fd staging = directory(root, STAGING);
            TreeRemover.removeContents(staging);
            return new Work(staging, withIndex ? directory(root, INDEX) : null);
        }
    }

    private static Fd directory(Fd root, String name) throws IOException {
        try {
            Links.mkdirAt(root, name, 0700);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        return Open.openAt(root, name, DIRECTORY, 0);
    }

    /** Where things are made. */
    public Fd staging() {
        return staging;
    }

    /** The index directory; null if there is none. */
    public @Nullable Fd index() {
        return index;
    }

    /** The name in the index of the file with this origin. */
    public static String indexName(byte[] origin) {
        return HexFormat.of().formatHex(origin);
    }

    /** A name that nothing in {@link #staging} has. */
    public String newName() {
        return "#" + Long.toHexString(next.incrementAndGet());
    }

    /**
     * A new regular file without a name, open for reading and writing; empty where the filesystem has no such files.
     */
    public @Nullable Fd temporaryFile() throws IOException {
        if (!makesTemporaries) {
            return null;
        }
        try {
            return Open.openAt(staging, ".", Open.O_TMPFILE | Open.O_RDWR, 0600);
        } catch (ErrnoException e) {
            if (e.is(Errno.EOPNOTSUPP) || e.is(Errno.EISDIR) || e.is(Errno.EINVAL)) {
                makesTemporaries = false;
                return null;
            }
            throw e;
        }
    }

    /**
     * Makes a whiteout in a directory, which has no such name. All whiteouts are links of one inode, as long as the
     * filesystem allows for links.
     *
     * @return false if this process may make no whiteouts
     */
    public boolean makeWhiteout(Fd directory, String name) throws IOException {
        if (!makesDevices) {
            return false;
        }
        try {
            synchronized (whiteoutLock) {
                linkWhiteout(directory, name);
            }
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EPERM) && e.call().equals("mknodat")) {
                makesDevices = false;
                return false;
            }
            throw e;
        }
    }

    private void linkWhiteout(Fd directory, String name) throws IOException {
        String shared = sharedWhiteout;
        if (shared == null) {
            shared = newName();
            Links.mknodAt(staging, shared, FileType.CHARACTER_DEVICE.bits(), 0, 0);
            sharedWhiteout = shared;
        }
        try {
            Links.linkAt(staging, shared, directory, name);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EMLINK) && !e.is(Errno.EPERM) && !e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
            sharedWhiteout = null;
            Links.unlinkAt(staging, shared);
            Links.mknodAt(directory, name, FileType.CHARACTER_DEVICE.bits(), 0, 0);
        }
    }

    /** Removes something from {@link #staging}, with all that is in it. */
    public void remove(String name) throws IOException {
        TreeRemover.removeAt(staging, name);
    }

    @Override
    public void close() {
        staging.close();
        if (index != null) {
            index.close();
        }
    }
}
