package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import io.jfs.union.index.IndexDirectory;
import io.jfs.union.layer.LayerDirectory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What makes a node a directory: the directories of layers that merge in it, its known entries, its listing. */
final class UnionDirectory {
    final ReentrantLock lock = new ReentrantLock();

    /** The lower directories that show in it, nearest first; none if it is opaque or only in the upper. */
    final List<LayerDirectory> lowers;

    /** What shows in the lowers, if that is known without looking. */
    final @Nullable IndexDirectory index;

    /** Set once, by who copies it up. */
    private volatile @Nullable LayerDirectory upper;

    /** Guarded by lock. */
    final ChildMap children = new ChildMap();

    /** The last listing; guarded by lock. */
    @Nullable
    Listing listing;

    /** Whether the entries have changed since the listing; guarded by lock. */
    boolean listingIsOld;

    /** The next cookie that no name had; guarded by lock. */
    long nextCookie = Listing.FIRST_COOKIE;

    /** Mode and owner in the upper, if they are known; guarded by lock. */
    private @Nullable FileStat upperStat;

    /** Whether it was removed: nothing can be made in it; written under lock. */
    volatile boolean isRemoved;

    UnionDirectory(@Nullable LayerDirectory upper, List<LayerDirectory> lowers) {
        this(upper, lowers, null);
    }

    /** @param index has the lowers as its places */
    UnionDirectory(@Nullable LayerDirectory upper, List<LayerDirectory> lowers, @Nullable IndexDirectory index) {
        this.upper = upper;
        this.lowers = List.copyOf(lowers);
        this.index = index;
    }

    /** The directory of a lower layer, which shows in it. */
    LayerDirectory lower(int layer) {
        int low = 0;
        int high = lowers.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lowers.get(middle).layer().index() < layer) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return lowers.get(low);
    }

    @Nullable
    LayerDirectory upper() {
        return upper;
    }

    /** Whether it is known without looking, and without garbage, that there is no such entry. */
    boolean isKnownAbsent(Name name) {
        return upper == null && index != null && name.find(index) < 0;
    }

    /**
     * The index, if that alone says what is here; else null. With lock held it goes on doing so: a directory that is
     * being copied up shows the same until something in it changes.
     */
    @Nullable
    IndexDirectory onlyIndex() {
        return upper == null && !isRemoved ? index : null;
    }

    /**
     * The attributes of the directory in the upper, which is open; of these only mode and owner count. With lock held.
     */
    FileStat upperStat(Fd open) throws IOException {
        FileStat known = upperStat;
        if (known == null) {
            known = Stat.stat(open);
            upperStat = known;
        }
        return known;
    }

    /** Says that mode or owner may have changed, once they have. */
    void attributesChanged() {
        lock.lock();
        try {
            upperStat = null;
        } finally {
            lock.unlock();
        }
    }

    /** Says that extended attributes have changed in the upper: a default ACL came or went, an ACL changed the mode. */
    void xattrsChanged() {
        attributesChanged();
        LayerDirectory there = upper;
        if (there != null) {
            there.marksChanged();
        }
    }

    /** The upper directory, after copy-up. */
    LayerDirectory requireUpper() throws IOException {
        LayerDirectory there = upper;
        if (there == null) {
            throw Failures.of(Errno.EROFS, "union", "");
        }
        return there;
    }

    void copiedUpTo(LayerDirectory directory) {
        upper = directory;
    }

    /** Whether more than one layer has it, or a lower one shows through the upper. */
    boolean isMerged() {
        return lowers.size() > 1 || (!lowers.isEmpty() && upper != null);
    }

    /** Says that an entry came or went; with lock held. */
    void changed() {
        listingIsOld = true;
    }

    /** Fails with ENOENT if it was removed; with lock held it stays so. */
    void requireThere() throws IOException {
        if (isRemoved) {
            throw Failures.of(Errno.ENOENT, "union", "removed directory");
        }
    }
}
