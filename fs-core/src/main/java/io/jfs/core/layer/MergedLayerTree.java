package io.jfs.core.layer;

import io.jfs.linux.Attributes;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A tree that holds this layer's files and those of the layers below alike. What this layer wrote is remembered, so
 * that its whiteouts delete only what was there before, in whatever order the entries come.
 */
final class MergedLayerTree extends LayerTree {

    private MergedLayerTree(DirNode root, Identity identity, LayerLimits limits) {
        super(root, identity, limits);
    }

    static MergedLayerTree open(Path directory, Identity identity, LayerLimits limits) throws IOException {
        Fd fd = Open.open(directory, OpenDirectories.FLAGS, 0);
        try {
            DirNode root = DirNode.root(fd, Stat.stat(fd));
            root.fresh = Directory.list(fd).isEmpty();
            MergedLayerTree tree = new MergedLayerTree(root, identity, limits);
            tree.attributes.prepare(root, fd);
            return tree;
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    @Override
    Step step(DirNode dir, String name) throws IOException {
        try {
            return new Step.Directory(adopt(dir, name, Open.openAt(fd(dir), name, OpenDirectories.FLAGS, 0)));
        } catch (ErrnoException e) {
            return switch (e.errno()) {
                case ENOENT -> new Step.Missing();
                case ENOTDIR, ELOOP -> linkOrOther(dir, name);
                case EACCES -> new Step.Directory(adoptClosed(dir, name, e));
                default -> throw e;
            };
        }
    }

    private Step linkOrOther(DirNode dir, String name) throws IOException {
        try {
            return new Step.Link(Links.readLinkAt(fd(dir), name));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EINVAL) {
                return new Step.Other();
            }
            throw e;
        }
    }

    private DirNode adopt(DirNode dir, String name, Fd fd) throws IOException {
        try {
            FileStat stat = Stat.stat(fd);
            DirNode node = dir.newChild(name);
            node.know(stat);
            attributes.prepare(node, fd);
            opened(node, fd);
            return node;
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    /** A plain user's own directory that its mode keeps shut. */
    private DirNode adoptClosed(DirNode dir, String name, ErrnoException refusal) throws IOException {
        FileStat stat = Stat.statAt(fd(dir), name);
        if (!stat.isDirectory() || stat.uid() != identity.uid()) {
            throw refusal;
        }
        Attributes.chmodAt(fd(dir), name, stat.permissions() | 0_700);
        DirNode node = adopt(dir, name, Open.openAt(fd(dir), name, OpenDirectories.FLAGS, 0));
        if (node.finalMode.isEmpty()) {
            node.mode = stat.permissions();
            attributes.prepare(node, fd(node));
        }
        return node;
    }

    @Override
    void touch(DirNode dir, String name, TarEntry entry) {
        super.touch(dir, name, entry);
        if (!dir.fresh) {
            dir.markWritten(name);
        }
    }

    @Override
    void made(DirNode dir, boolean replaced) {
        dir.becomeFresh();
    }

    @Override
    void provide(DirNode dir) {
        // What is in the tree is there.
    }

    @Override
    void provideFile(DirNode dir, String name, String target) {
        // The same.
    }

    @Override
    void whiteout(DirNode dir, String name) throws IOException {
        if (dir.fresh) {
            return;
        }
        DirNode child = dir.child(name);
        if (child != null && child.kept) {
            hideLower(child);
            resetUnlisted(child);
        } else if (!dir.isWritten(name)) {
            remove(dir, name);
        }
    }

    @Override
    void hideLower(DirNode top) throws IOException {
        Deque<DirNode> todo = new ArrayDeque<>();
        todo.push(top);
        while (!todo.isEmpty()) {
            DirNode dir = todo.pop();
            trim();
            if (dir.fresh) {
                continue;
            }
            for (DirectoryEntry entry : Directory.list(fd(dir))) {
                DirNode child = dir.child(entry.name());
                if (child != null && child.kept) {
                    resetUnlisted(child);
                    todo.push(child);
                } else if (!dir.isWritten(entry.name())) {
                    remove(dir, entry.name());
                }
            }
            dir.becomeFresh();
        }
    }

    /** The lower directory is hidden, so its attributes are too. */
    private void resetUnlisted(DirNode dir) throws IOException {
        if (!dir.listed) {
            resetAttributes(dir);
        }
    }
}
