package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.RealFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A file of the union that somebody knows. It is referenced by lookups, open handles, and the entries of its known
 * children; when the last reference goes it dies, and a later lookup makes another node.
 */
final class Node {
    private static final int SET_ID = 06000;
    private static final long DEAD = Long.MIN_VALUE / 2;
    private static final AtomicLongFieldUpdater<Node> REFERENCES =
            AtomicLongFieldUpdater.newUpdater(Node.class, "references");

    final long id;
    final FileType type;

    /** {@code st_ino}; changes only when a copy-up cannot keep it. */
    private volatile long inode;

    /** What makes it a directory, else null. */
    final @Nullable UnionDirectory directory;

    /** Held while it is copied up, or its lower name is hidden. */
    final LazyLock copyUp = new LazyLock();

    private volatile long references = 1;

    /** Where the file is; guarded by the monitor once {@link #isUpper}. */
    private volatile RealFile real;

    private volatile boolean upper;

    /** Where its data is while the upper has only the attributes; changed with the copy-up lock and the monitor. */
    volatile @Nullable EntryFile dataBelow;

    /** A lower file's attributes, which never change. */
    private final @Nullable FileStat lowerStat;

    /** Its known names; guarded by the monitor. */
    private @Nullable Dentry dentries;

    /** How many links the union shows more than the real inode has; guarded by the monitor. */
    private int extraLinks;

    /** Its name in the index directory; guarded by the monitor. */
    @Nullable
    String indexName;

    /** The descriptor for data by node; guarded by the monitor. */
    private @Nullable DataFile data;

    /** Whether it is known to have no extended attributes at all; only of lower files. */
    volatile boolean hasNoXattrs;

    /**
     * Whether it is known to have no capabilities, which the kernel asks for before the first write and at each chown;
     * only of files in the upper. Changed with the monitor held.
     */
    volatile boolean hasNoCapabilities;

    /** See {@link Protection}; only of files in the upper. */
    volatile byte protection = Protection.UNKNOWN;

    /** Passthrough; all guarded by {@link #copyUp}. */
    int backing;

    int backedOpens;
    int handleOpens;
    boolean backingIsLower;
    boolean cannotBeBacked;

    /** Whether its data was given to the kernel's cache. */
    boolean isPreloaded;

    /** Whether it has a set-id bit, or may have: what its attributes said last. */
    private volatile boolean hasSetId;

    /** Whether {@link HardLinks} knows it; guarded by its monitor. */
    volatile boolean isHardLinked;

    /** Whether the name has another node now, see {@link Union#openBacked}. */
    volatile boolean isStale;

    /** With one reference, that of whoever made it. */
    Node(
            long id,
            FileType type,
            long inode,
            RealFile real,
            @Nullable FileStat lowerStat,
            @Nullable UnionDirectory directory) {
        this.id = id;
        this.type = type;
        this.inode = inode;
        this.real = real;
        this.upper = lowerStat == null;
        this.lowerStat = lowerStat;
        this.directory = directory;
    }

    /** Adds a reference, unless the node is dead. */
    boolean tryRetain() {
        while (true) {
            long now = references;
            if (now < 0) {
                return false;
            }
            if (REFERENCES.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
    }

    /** Takes references away; true if that killed it, and then the caller buries it. */
    boolean drop(long count) {
        while (true) {
            long now = references;
            long left = Math.max(0, now - count);
            if (now < 0) {
                return false;
            }
            if (REFERENCES.compareAndSet(this, now, left == 0 ? DEAD : left)) {
                return left == 0;
            }
        }
    }

    long references() {
        return references;
    }

    /** Whether it has a set-user-id or set-group-id bit, or may have. */
    boolean hasSetId() {
        return hasSetId;
    }

    /** Takes down what attributes say that were just read or set. */
    void sawMode(int mode) {
        boolean now = (mode & SET_ID) != 0;
        if (now != hasSetId) {
            hasSetId = now;
        }
    }

    boolean isDirectory() {
        return directory != null;
    }

    UnionDirectory requireDirectory() throws IOException {
        if (directory == null) {
            throw Failures.of(Errno.ENOTDIR, "union", "");
        }
        return directory;
    }

    long inode() {
        return inode;
    }

    void inode(long number) {
        inode = number;
    }

    void requireRegular() throws IOException {
        if (directory != null) {
            throw Failures.of(Errno.EISDIR, "open", "");
        }
        if (type != FileType.REGULAR) {
            throw Failures.of(Errno.EINVAL, "open", "");
        }
    }

    /** Whether it is in the upper. */
    boolean isUpper() {
        return upper;
    }

    /** Where the file is. If {@link #isUpper}, used with the monitor held only. */
    RealFile real() {
        return real;
    }

    /** Says where the file is now, in the upper; with the monitor held. A descriptor held before is closed. */
    void moveTo(RealFile place) {
        RealFile before = real;
        real = place;
        upper = true;
        if (before instanceof DescriptorFile(Fd fd) && !before.equals(place)) {
            fd.close();
        }
    }

    /** The attributes of the real file. */
    FileStat stat() throws IOException {
        if (!upper && lowerStat != null) {
            return lowerStat;
        }
        synchronized (this) {
            return real.stat();
        }
    }

    @Nullable
    FileStat lowerStat() {
        return lowerStat;
    }

    /** The number of links that the union shows, given the real file's attributes. */
    synchronized int links(FileStat stat) {
        if (directory != null) {
            return directory.isRemoved ? 0 : directory.isMerged() ? 1 : stat.links();
        }
        return Math.max(0, stat.links() + extraLinks);
    }

    synchronized int extraLinks() {
        return extraLinks;
    }

    synchronized void extraLinks(int extra) {
        extraLinks = extra;
    }

    synchronized void add(Dentry entry) {
        entry.sibling = dentries;
        dentries = entry;
    }

    synchronized void remove(Dentry entry) {
        if (dentries == entry) {
            dentries = entry.sibling;
            return;
        }
        for (Dentry e = dentries; e != null; e = e.sibling) {
            if (e.sibling == entry) {
                e.sibling = entry.sibling;
                return;
            }
        }
    }

    /** One of its names; null if none is known. */
    synchronized @Nullable Dentry dentry() {
        return dentries;
    }

    /** One of its names that the upper has, but not this one; null if none is known. */
    synchronized @Nullable Dentry upperDentryBut(@Nullable Dentry entry) {
        for (Dentry e = dentries; e != null; e = e.sibling) {
            if (e != entry && e.inUpper) {
                return e;
            }
        }
        return null;
    }

    /** One of its names that the upper does not have; null if there is none. */
    synchronized @Nullable Dentry lowerDentry() {
        for (Dentry e = dentries; e != null; e = e.sibling) {
            if (!e.inUpper) {
                return e;
            }
        }
        return null;
    }

    /** Whether its data is in the upper, not only its attributes. */
    boolean hasUpperData() {
        return upper && dataBelow == null;
    }

    /** Opens the real file with its data. */
    synchronized Fd openData(int flags) throws IOException {
        EntryFile below = dataBelow;
        return below != null ? below.open(flags) : real.open(flags);
    }

    /** The descriptor for its data, of the layer where that is now. */
    synchronized DataFile data(Context context) {
        DataFile current = data;
        if (current == null || current.isUpper() != hasUpperData()) {
            if (current != null) {
                current.discard();
            }
            current = new DataFile(context.layers.cache(), this, hasUpperData());
            data = current;
        }
        return current;
    }

    /** Closes what a dead node holds. */
    synchronized void closeAll() {
        if (data != null) {
            data.discard();
        }
        if (real instanceof DescriptorFile(Fd fd)) {
            fd.close();
        }
    }
}
