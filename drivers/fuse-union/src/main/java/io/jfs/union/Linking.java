package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.Links;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Pin;
import io.jfs.union.layer.RealFile;
import io.jfs.union.layer.Work;
import java.io.IOException;

/** Hard links. */
final class Linking {
    private final Context context;
    private final Lookup lookup;
    private final CopyUp copyUp;

    Linking(Context context, Lookup lookup, CopyUp copyUp, Whiteouts whiteouts) {
        this.context = context;
        this.lookup = lookup;
        this.copyUp = copyUp;
    }

    /** See {@link Union#link}. */
    long link(Node node, Node parent, String name, Attributes out) throws IOException {
        if (node.isDirectory()) {
            throw Failures.of(Errno.EPERM, "link", name);
        }
        Protection.requireNone(context, node, "link", name);
        Protection.requireExtensible(context, parent, "link", name);
        copyUp.copyUp(node, true);
        LayerDirectory upper = copyUp.copyUpDirectory(parent);
        UnionDirectory directory = parent.requireDirectory();
        Node known;
        directory.lock.lock();
        try {
            directory.requireThere();
            requireFree(parent, directory, name);
            synchronized (node) {
                link(node.real(), upper, name);
            }
            directory.changed();
            known = attach(node, parent, directory, upper, name);
        } finally {
            directory.lock.unlock();
        }
        lookup.fill(known, out);
        return known.id;
    }

    private Node attach(Node node, Node parent, UnionDirectory directory, LayerDirectory upper, String name)
            throws IOException {
        try (Pin at = upper.pin()) {
            CopyUp.setImpure(upper, at.fd()); // the file may have an origin
        }
        if (node.isStale) {
            Node fresh = lookup.retainLocked(parent, directory, name);
            if (fresh == null) {
                throw Failures.of(Errno.ENOENT, "link", name);
            }
            return fresh;
        }
        context.hardLinks.add(node.stat(), node);
        context.attach(parent, name, node, true);
        node.tryRetain();
        return node;
    }

    /** Fails with EEXIST if the directory shows something at a name; with its lock held. */
    void requireFree(Node parent, UnionDirectory directory, String name) throws IOException {
        Dentry known = directory.children.find(name);
        boolean there = known != null && known.node.references() > 0;
        if (there || Search.find(context.layers, directory, name) != null) {
            throw Failures.of(Errno.EEXIST, "create", name);
        }
        if (context.layers.marks().isAufsName(name)) {
            throw Failures.of(Errno.EINVAL, "create", name); // it could not be seen again
        }
    }

    /** A whiteout at the name is replaced in one step. */
    private void link(RealFile file, LayerDirectory upper, String name) throws IOException {
        Work work = context.layers.work();
        try (Pin at = upper.pin()) {
            if (Whiteouts.isThere(at.fd(), name)) {
                String staged = work.newName();
                file.linkTo(work.staging(), staged);
                Links.renameAt(work.staging(), staged, at.fd(), name);
            } else {
                file.linkTo(at.fd(), name);
            }
            Whiteouts.removeAufs(upper, at.fd(), name);
        }
    }
}
