package io.jfs.union;

import io.jfs.linux.Directory;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Pin;
import io.jfs.union.layer.Work;
import java.io.IOException;

/**
 * Hiding names of lower layers, and showing them again. All methods are called with the directory's lock held. A
 * whiteout is a character device 0/0; where the process may make none, a file {@code .wh.NAME}, which is written before
 * the entry itself goes, so that a crash never shows the lower file again.
 */
final class Whiteouts {
    private final Context context;

    Whiteouts(Context context) {
        this.context = context;
    }

    /** Whether a lower layer would show at a name, were there nothing in the upper. */
    boolean isNeeded(UnionDirectory directory, String name) throws IOException {
        return Search.findBelow(context.layers, directory, name) != null;
    }

    /** Hides a name that the upper does not have. */
    void place(LayerDirectory upper, String name) throws IOException {
        try (Pin at = upper.pin()) {
            if (!context.layers.work().makeWhiteout(at.fd(), name)) {
                makeAufs(upper, at.fd(), name);
            }
        }
    }

    /** Removes an entry of the upper that is no directory, and hides the name. */
    void replaceFile(LayerDirectory upper, String name) throws IOException {
        Work work = context.layers.work();
        String staged = work.newName();
        try (Pin at = upper.pin()) {
            if (work.makeWhiteout(work.staging(), staged)) {
                Links.renameAt(work.staging(), staged, at.fd(), name);
            } else {
                makeAufs(upper, at.fd(), name);
                Links.unlinkAt(at.fd(), name);
            }
        }
    }

    /** Removes a directory of the upper that shows nothing, and hides the name. */
    void replaceDirectory(LayerDirectory upper, String name) throws IOException {
        Work work = context.layers.work();
        String staged = work.newName();
        try (Pin at = upper.pin()) {
            if (work.makeWhiteout(work.staging(), staged)) {
                Links.renameAt2(work.staging(), staged, at.fd(), name, Links.RENAME_EXCHANGE);
                work.remove(staged);
            } else {
                makeAufs(upper, at.fd(), name);
                removeDirectory(at.fd(), name);
            }
        }
    }

    /** Removes a directory of the upper that shows nothing but may have whiteouts. */
    void removeDirectory(Fd upper, String name) throws IOException {
        try {
            Links.removeDirectoryAt(upper, name);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOTEMPTY) && !e.is(Errno.EEXIST)) {
                throw e;
            }
            Work work = context.layers.work();
            String staged = work.newName();
            Links.renameAt(upper, name, work.staging(), staged);
            work.remove(staged);
        }
    }

    /**
     * Removes the whiteouts in a directory of the upper that shows nothing, in one step: it becomes an empty opaque
     * one.
     */
    void clear(LayerDirectory upper, String name) throws IOException {
        Work work = context.layers.work();
        Marks marks = context.layers.marks();
        try (Pin at = upper.pin();
                Fd old = Open.openAt(at.fd(), name, Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW, 0)) {
            if (Directory.list(old).isEmpty()) {
                return;
            }
            String staged = work.newName();
            Links.mkdirAt(work.staging(), staged, 0700);
            try (Fd empty = Open.openAt(work.staging(), staged, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
                marks.setOpaque(empty);
            }
            Links.renameAt2(work.staging(), staged, at.fd(), name, Links.RENAME_EXCHANGE);
            work.remove(staged);
        }
    }

    /** Whether the upper has a whiteout, or what looks like one, at a name that shows nothing. */
    static boolean isThere(Fd upper, String name) throws IOException {
        return Stat.find(upper, name).isPresent();
    }

    private static void makeAufs(LayerDirectory upper, Fd open, String name) throws IOException {
        if (!upper.layer().marks().readsAufs()) {
            throw Failures.of(Errno.EPERM, "whiteout", name);
        }
        Open.openAt(open, Marks.AUFS_PREFIX + name, Open.O_CREAT | Open.O_WRONLY | Open.O_NOFOLLOW, 0600)
                .close();
        upper.aufs().add(name);
    }

    /** Takes an AUFS whiteout away, now that the upper has an entry with the name. */
    static void removeAufs(LayerDirectory upper, Fd open, String name) throws IOException {
        if (upper.hasAufsWhiteout(name)) {
            Links.unlinkAt(open, Marks.AUFS_PREFIX + name);
            upper.aufs().remove(name);
        }
    }
}
