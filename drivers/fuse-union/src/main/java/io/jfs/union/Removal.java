package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Pin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Removing entries. */
final class Removal {
    private final Context context;
    private final Lookup lookup;
    private final CopyUp copyUp;
    private final Whiteouts whiteouts;

    Removal(Context context, Lookup lookup, CopyUp copyUp, Whiteouts whiteouts) {
        this.context = context;
        this.lookup = lookup;
        this.copyUp = copyUp;
        this.whiteouts = whiteouts;
    }

    /** See {@link Union#unlink}. */
    void unlink(Node parent, String name) throws IOException {
        boolean done = false;
        while (!done) {
            Node child = retain(parent, name);
            try {
                if (child.isDirectory()) {
                    throw Failures.of(Errno.EISDIR, "unlink", name);
                }
                done = remove(parent, name, child);
            } finally {
                context.release(child, 1);
            }
        }
    }

    /** See {@link Union#removeDirectory}. */
    void removeDirectory(Node parent, String name) throws IOException {
        boolean done = false;
        while (!done) {
            Node child = retain(parent, name);
            try {
                if (!child.isDirectory()) {
                    throw Failures.of(Errno.ENOTDIR, "rmdir", name);
                }
                done = remove(parent, name, child);
            } finally {
                context.release(child, 1);
            }
        }
    }

    private Node retain(Node parent, String name) throws IOException {
        context.layers.work();
        Node child = lookup.retain(parent, name);
        if (child == null) {
            throw Failures.of(Errno.ENOENT, "unlink", name);
        }
        return child;
    }

    /** Removes an entry if it still is this node's; false if it is not. */
    private boolean remove(Node parent, String name, Node child) throws IOException {
        Protection.requireNone(context, parent, "unlink", name);
        Protection.requireNone(context, child, "unlink", name);
        LayerDirectory upper = copyUp.copyUpDirectory(parent);
        UnionDirectory directory = parent.requireDirectory();
        child.copyUp.lock();
        try {
            DirectoryLocks locks = DirectoryLocks.lock(parent, child);
            try {
                Dentry entry = directory.children.find(name);
                if (entry == null || entry.node != child) {
                    return false;
                }
                if (child.isDirectory()) {
                    removeDirectory(directory, upper, entry);
                } else {
                    removeFile(directory, upper, entry);
                }
                Context.detach(entry);
                directory.changed();
            } finally {
                locks.unlock();
            }
        } finally {
            child.copyUp.unlock();
        }
        context.release(parent, 1);
        return true;
    }

    private void removeFile(UnionDirectory directory, LayerDirectory upper, Dentry entry) throws IOException {
        Node child = entry.node;
        boolean hide = whiteouts.isNeeded(directory, entry.name);
        synchronized (child) {
            if (!entry.inUpper) {
                whiteouts.place(upper, entry.name);
            } else {
                leave(entry);
                try (Pin at = upper.pin()) {
                    if (hide) {
                        whiteouts.replaceFile(upper, entry.name);
                    } else {
                        Links.unlinkAt(at.fd(), entry.name);
                    }
                }
            }
            left(entry);
        }
    }

    /**
     * Says that an entry in the upper is about to go: the node must be reachable by another name, or by a descriptor.
     * With the node's monitor held.
     */
    void leave(Dentry entry) throws IOException {
        Node node = entry.node;
        if (!(node.real() instanceof EntryFile(LayerDirectory directory, String name))) {
            return;
        }
        Dentry other = node.upperDentryBut(entry);
        if (other != null) {
            node.moveTo(new EntryFile(upperOf(other), other.name));
            return;
        }
        try (Pin at = directory.pin()) {
            node.moveTo(new DescriptorFile(Open.openAt(at.fd(), name, Open.O_PATH | Open.O_NOFOLLOW, 0)));
        }
    }

    /**
     * Says that an entry in the upper is about to get another name: if the node is reached by a third one, it is again
     * by the one that moves. With the node's monitor held.
     */
    void leaveForRename(Node node, Dentry entry) throws IOException {
        if (node.real() instanceof EntryFile) {
            node.moveTo(new EntryFile(upperOf(entry), entry.name));
        }
    }

    private static LayerDirectory upperOf(Dentry entry) throws IOException {
        return entry.parent.requireDirectory().requireUpper();
    }

    /** Counts the links after an entry went, and gives up the index when none is left; with the node's monitor held. */
    void left(Dentry entry) throws IOException {
        Node node = entry.node;
        if (!entry.inUpper) {
            copyUp.setExtraLinks(node, node.extraLinks() - 1);
        }
        String indexName = node.indexName;
        if (indexName != null && node.isUpper() && node.links(node.real().stat()) == 0) {
            removeIndex(indexName);
            node.indexName = null;
            node.extraLinks(0);
        }
    }

    private void removeIndex(String name) throws IOException {
        var index = context.layers.work().index();
        if (index != null && Stat.find(index, name).isPresent()) {
            Links.unlinkAt(index, name);
        }
    }

    private void removeDirectory(UnionDirectory directory, LayerDirectory upper, Dentry entry) throws IOException {
        Node child = entry.node;
        UnionDirectory inside = child.requireDirectory();
        requireEmpty(inside, entry.name);
        boolean hide = whiteouts.isNeeded(directory, entry.name);
        if (!entry.inUpper) {
            whiteouts.place(upper, entry.name);
        } else {
            try (Pin at = upper.pin()) {
                leaveDirectory(child, inside.upper());
                if (hide) {
                    whiteouts.replaceDirectory(upper, entry.name);
                } else {
                    whiteouts.removeDirectory(at.fd(), entry.name);
                }
            }
        }
        inside.isRemoved = true;
        inside.changed();
        inside.listing = null;
    }

    void requireEmpty(UnionDirectory directory, String name) throws IOException {
        if (!Listing.isEmpty(context, directory)) {
            throw Failures.of(Errno.ENOTEMPTY, "rmdir", name);
        }
    }

    /** Whoever still has a removed directory open may ask for its attributes. */
    void leaveDirectory(Node node, @Nullable LayerDirectory upper) throws IOException {
        if (upper != null) {
            try (Pin at = upper.pin()) {
                synchronized (node) {
                    node.moveTo(new DescriptorFile(at.fd().duplicate()));
                }
            }
        }
    }
}
