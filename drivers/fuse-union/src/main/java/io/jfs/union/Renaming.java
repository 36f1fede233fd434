package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Stat;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Renaming. The entry is copied up first, so that the rename itself is one of the upper's filesystem; what the lower
 * layers have at the old name gets hidden in the same step.
 */
final class Renaming {
    private final ReentrantLock lock = new ReentrantLock();
    private final Context context;
    private final Lookup lookup;
    private final CopyUp copyUp;
    private final Whiteouts whiteouts;
    private final Removal removal;
    private final Redirects redirects;

    Renaming(Context context, Lookup lookup, CopyUp copyUp, Whiteouts whiteouts, Removal removal) {
        this.context = context;
        this.lookup = lookup;
        this.copyUp = copyUp;
        this.whiteouts = whiteouts;
        this.removal = removal;
        this.redirects = new Redirects(context, whiteouts);
    }

    /** Where an entry is or goes. */
    private record Side(Node parent, String name, LayerDirectory upper) {
        UnionDirectory directory() throws IOException {
            return parent.requireDirectory();
        }

        @Nullable
        Dentry entry() throws IOException {
            return directory().children.find(name);
        }
    }

    /** See {@link Union#rename}. */
    void rename(Node oldParent, String oldName, Node newParent, String newName, int flags) throws IOException {
        if (flags != 0 && flags != Links.RENAME_NOREPLACE && flags != Links.RENAME_EXCHANGE) {
            throw Failures.of(Errno.EINVAL, "rename", newName);
        }
        context.layers.work();
        if (context.layers.marks().isAufsName(newName)) {
            throw Failures.of(Errno.EINVAL, "rename", newName);
        }
        List<Node> toRelease = new ArrayList<>();
        lock.lock();
        try {
            boolean done = false;
            while (!done) {
                done = attempt(oldParent, oldName, newParent, newName, flags, toRelease);
            }
        } finally {
            lock.unlock();
            toRelease.forEach(node -> context.release(node, 1));
        }
    }

    /** False if an entry changed while it was copied up. */
    private boolean attempt(
            Node oldParent, String oldName, Node newParent, String newName, int flags, List<Node> toRelease)
            throws IOException {
        Node source = lookup.retain(oldParent, oldName);
        if (source == null) {
            throw Failures.of(Errno.ENOENT, "rename", oldName);
        }
        toRelease.add(source);
        Node target = lookup.retain(newParent, newName);
        if (target != null) {
            toRelease.add(target);
        }
        check(source, target, newParent, oldParent, newName, flags);
        if (source == target) {
            return true; // two names of one file, rename(2)
        }
        requireMovable(oldParent, source, oldName);
        if (target == null) {
            Protection.requireExtensible(context, newParent, "rename", newName);
        } else {
            requireMovable(newParent, target, newName);
        }
        copyUp.copyUp(source, true);
        boolean exchange = flags == Links.RENAME_EXCHANGE;
        if (exchange && target != null) {
            copyUp.copyUp(target, true);
        }
        Side from = new Side(oldParent, oldName, copyUp.copyUpDirectory(oldParent));
        Side to = new Side(newParent, newName, copyUp.copyUpDirectory(newParent));
        if (target != null) {
            target.copyUp.lock();
        }
        try {
            return locked(from, to, source, target, exchange, toRelease);
        } finally {
            if (target != null) {
                target.copyUp.unlock();
            }
        }
    }

    private void requireMovable(Node parent, Node node, String name) throws IOException {
        Protection.requireNone(context, parent, "rename", name);
        Protection.requireNone(context, node, "rename", name);
    }

    private static void check(
            Node source, @Nullable Node target, Node newParent, Node oldParent, String newName, int flags)
            throws IOException {
        boolean exchange = flags == Links.RENAME_EXCHANGE;
        if (flags == Links.RENAME_NOREPLACE && target != null) {
            throw Failures.of(Errno.EEXIST, "rename", newName);
        }
        if (exchange && target == null) {
            throw Failures.of(Errno.ENOENT, "rename", newName);
        }
        if (source.isDirectory() && isWithin(newParent, source)) {
            throw Failures.of(Errno.EINVAL, "rename", newName);
        }
        if (target == null) {
            return;
        }
        if (target.isDirectory() && isWithin(oldParent, target)) {
            throw Failures.of(exchange ? Errno.EINVAL : Errno.ENOTEMPTY, "rename", newName);
        }
        if (!exchange && source.isDirectory() != target.isDirectory()) {
            throw Failures.of(target.isDirectory() ? Errno.EISDIR : Errno.ENOTDIR, "rename", newName);
        }
    }

    /** Whether a directory is, or lies in, another; the tree's shape stays, since the rename lock is held. */
    private static boolean isWithin(Node directory, Node ancestor) {
        for (Node at = directory; ; ) {
            if (at == ancestor) {
                return true;
            }
            Dentry entry = at.dentry();
            if (entry == null) {
                return false;
            }
            at = entry.parent;
        }
    }

    private boolean locked(
            Side from, Side to, Node source, @Nullable Node target, boolean exchange, List<Node> toRelease)
            throws IOException {
        List<Node> directories = new ArrayList<>(List.of(from.parent));
        if (to.parent != from.parent) {
            directories.add(to.parent);
        }
        if (target != null && target.isDirectory()) {
            directories.add(target);
        }
        DirectoryLocks locks = DirectoryLocks.lock(directories);
        try (Pin fromAt = from.upper.pin();
                Pin toAt = to.upper.pin()) {
            Dentry sourceEntry = from.entry();
            if (sourceEntry == null || sourceEntry.node != source || !sourceEntry.inUpper) {
                return false;
            }
            Dentry targetEntry = to.entry();
            if (target == null ? isShown(to, targetEntry) : targetEntry == null || targetEntry.node != target) {
                return false;
            }
            to.directory().requireThere();
            if (exchange && targetEntry != null) {
                exchange(from, to, sourceEntry, targetEntry, fromAt.fd(), toAt.fd());
            } else {
                move(from, to, sourceEntry, target == null ? null : targetEntry, fromAt.fd(), toAt.fd(), toRelease);
            }
            from.directory().changed();
            to.directory().changed();
            return true;
        } finally {
            locks.unlock();
        }
    }

    /** Whether something has come to where nothing was. */
    private boolean isShown(Side side, @Nullable Dentry entry) throws IOException {
        return (entry != null && entry.node.references() > 0)
                || Search.find(context.layers, side.directory(), side.name) != null;
    }

    @SuppressWarnings("try") // a pin works by being there
    private void move(
            Side from, Side to, Dentry source, @Nullable Dentry target, Fd fromAt, Fd toAt, List<Node> toRelease)
            throws IOException {
        Node node = source.node;
        boolean hideOld = whiteouts.isNeeded(from.directory(), from.name);
        if (target != null && target.node.isDirectory()) {
            removal.requireEmpty(target.node.requireDirectory(), to.name);
            if (target.inUpper) {
                whiteouts.clear(to.upper, to.name);
            }
        }
        if (node.isDirectory()) {
            redirects.prepare(node, to.directory(), to.name);
        }
        prepareTarget(target);
        Optional<FileStat> there = Stat.find(toAt, to.name);
        try (Pin moving = pinDirectory(node)) {
            synchronized (node) {
                removal.leaveForRename(node, source);
                if (node.isDirectory() && there.isPresent() && !there.get().isDirectory()) {
                    swapWithWhiteout(from, to, fromAt, toAt, hideOld);
                } else {
                    renameHiding(from, to, fromAt, toAt, hideOld);
                }
                Whiteouts.removeAufs(to.upper, toAt, to.name);
                place(node, to);
            }
        }
        CopyUp.setImpure(to.upper, toAt);
        if (target != null) {
            finishTarget(target);
            Context.detach(target);
            toRelease.add(target.parent);
        }
        reattach(source, to);
        toRelease.add(from.parent);
    }

    /** The descriptor of a directory must not be opened by its old name while it moves. */
    private static @Nullable Pin pinDirectory(Node node) throws IOException {
        LayerDirectory upper = node.directory == null ? null : node.directory.upper();
        return upper == null ? null : upper.pin();
    }

    /** Says where a node is now; with its monitor held. */
    private static void place(Node node, Side to) {
        LayerDirectory upper = node.directory == null ? null : node.directory.upper();
        if (upper != null) {
            upper.movedTo(to.upper, to.name);
        } else if (node.real() instanceof EntryFile) {
            node.moveTo(new EntryFile(to.upper, to.name));
        }
    }

    private void reattach(Dentry old, Side to) throws IOException {
        Context.detach(old);
        context.attach(to.parent, to.name, old.node, true);
    }

    private void prepareTarget(@Nullable Dentry target) throws IOException {
        if (target == null || !target.inUpper) {
            return;
        }
        Node node = target.node;
        if (node.directory != null) {
            removal.leaveDirectory(node, node.directory.upper());
        } else {
            synchronized (node) {
                removal.leave(target);
            }
        }
    }

    private void finishTarget(Dentry target) throws IOException {
        Node node = target.node;
        if (node.directory != null) {
            node.directory.isRemoved = true;
            node.directory.changed();
            node.directory.listing = null;
        } else {
            synchronized (node) {
                removal.left(target);
            }
        }
    }

    /** A directory cannot replace a whiteout, which is none: they change places. */
    private void swapWithWhiteout(Side from, Side to, Fd fromAt, Fd toAt, boolean hideOld) throws IOException {
        Links.renameAt2(fromAt, from.name, toAt, to.name, Links.RENAME_EXCHANGE);
        if (!hideOld) {
            Links.unlinkAt(fromAt, from.name);
        }
    }

    private void renameHiding(Side from, Side to, Fd fromAt, Fd toAt, boolean hideOld) throws IOException {
        if (!hideOld) {
            Links.renameAt(fromAt, from.name, toAt, to.name);
            return;
        }
        try {
            Links.renameAt2(fromAt, from.name, toAt, to.name, Links.RENAME_WHITEOUT);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL) && !e.is(Errno.EPERM) && !e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
            Links.renameAt(fromAt, from.name, toAt, to.name);
            whiteouts.place(from.upper, from.name);
        }
    }

    @SuppressWarnings("try") // a pin works by being there
    private void exchange(Side from, Side to, Dentry source, Dentry target, Fd fromAt, Fd toAt) throws IOException {
        Node a = source.node;
        Node b = target.node;
        if (!target.inUpper) {
            throw Failures.of(Errno.ESTALE, "rename", to.name);
        }
        if (a.isDirectory()) {
            redirects.prepare(a, to.directory(), to.name);
        }
        if (b.isDirectory()) {
            redirects.prepare(b, from.directory(), from.name);
        }
        Node first = a.id < b.id ? a : b;
        Node second = first == a ? b : a;
        try (Pin pinA = pinDirectory(a);
                Pin pinB = pinDirectory(b)) {
            synchronized (first) {
                synchronized (second) {
                    removal.leaveForRename(a, source);
                    removal.leaveForRename(b, target);
                    Links.renameAt2(fromAt, from.name, toAt, to.name, Links.RENAME_EXCHANGE);
                    place(a, to);
                    place(b, from);
                }
            }
        }
        CopyUp.setImpure(from.upper, fromAt);
        CopyUp.setImpure(to.upper, toAt);
        Context.detach(source);
        Context.detach(target);
        context.attach(to.parent, to.name, a, true);
        context.attach(from.parent, from.name, b, true);
        from.parent.drop(1); // each parent lost one entry and gained one
        to.parent.drop(1);
    }
}
