package io.jfs.union;

import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Processes;
import io.jfs.union.layer.DirectoryFile;
import io.jfs.union.layer.Layer;
import io.jfs.union.layer.LayerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all operations of one union share, and the life of its nodes. */
final class Context {
    final UnionOptions options;
    final Layers layers;
    final NodeTable nodes = new NodeTable();
    final HardLinks hardLinks = new HardLinks();
    final InodeNumbers inodes;
    final Node root;
    final int userId = Processes.effectiveUserId();
    final int groupId = Processes.effectiveGroupId();

    /** The process's own umask, which the kernel takes off whatever we make. */
    final int umask;

    private volatile @Nullable BackingRegistry backings;

    private Context(UnionOptions options, Layers layers) throws IOException {
        this.options = options;
        this.layers = layers;
        this.inodes = new InodeNumbers(layers);
        this.umask = readUmask();
        this.root = makeRoot();
    }

    static Context open(UnionOptions options) throws IOException {
        Layers layers = Layers.open(options);
        try {
            return new Context(options, layers);
        } catch (IOException | RuntimeException e) {
            layers.close();
            throw e;
        }
    }

    private static int readUmask() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Umask:")) {
                return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
            }
        }
        return 0777; // unknown: every mode is set again
    }

    private Node makeRoot() {
        List<LayerDirectory> lowers = new ArrayList<>();
        for (Layer lower : layers.lowers()) {
            lowers.add(lower.directory());
        }
        Layer upper = layers.upper();
        LayerDirectory upperRoot = upper == null ? null : upper.directory();
        LayerDirectory top = upperRoot == null ? lowers.getFirst() : upperRoot;
        FileStat stat = top.layer().stat();
        long inode =
                inodes.of(lowers.isEmpty() ? stat : lowers.getFirst().layer().stat());
        UnionDirectory directory =
                new UnionDirectory(upperRoot, lowers, layers.index().root());
        FileStat lowerStat = upperRoot == null ? stat : null;
        Node made =
                nodes.add(id -> new Node(id, FileType.DIRECTORY, inode, new DirectoryFile(top), lowerStat, directory));
        made.hasNoXattrs = layers.index().rootHasNoXattrs(); // counts only while it is in a lower layer
        return made;
    }

    /** Fills attributes in. */
    void fill(Node node, FileStat stat, Attributes out) {
        node.sawMode(stat.mode());
        int uid = options.uids().toInside(stat.uid());
        int gid = options.gids().toInside(stat.gid());
        out.fill(node.id, node.inode(), node.links(stat), uid, gid, stat);
    }

    void useBackings(BackingRegistry registry) {
        backings = registry;
    }

    @Nullable
    BackingRegistry backings() {
        return backings;
    }

    /** Makes an entry known; with the directory's lock held. */
    Dentry attach(Node parent, String name, Node node, boolean inUpper) throws IOException {
        Dentry entry = new Dentry(parent, name, node, inUpper);
        if (!parent.tryRetain()) {
            throw new IllegalStateException("a directory in use is dead");
        }
        parent.requireDirectory().children.put(entry); // what it replaces is dead; its burial gives the reference back
        node.add(entry);
        return entry;
    }

    /**
     * Makes an entry unknown; with the directory's lock held. The parent's reference stays, for the caller to release
     * when no lock is held.
     *
     * @return false if it was unknown already
     */
    static boolean detach(Dentry entry) {
        UnionDirectory directory = entry.parent.directory;
        boolean removed = directory != null && directory.children.remove(entry);
        entry.node.remove(entry);
        return removed;
    }

    /** Gives references back; with no lock held that comes after a directory's. */
    void release(Node node, long count) {
        if (!node.drop(count)) {
            return;
        }
        Deque<Node> dead = new ArrayDeque<>();
        dead.add(node);
        for (Node next = dead.poll(); next != null; next = dead.poll()) {
            bury(next, dead);
        }
    }

    private void bury(Node node, Deque<Node> dead) {
        for (Dentry entry = node.dentry(); entry != null; entry = node.dentry()) {
            UnionDirectory directory = entry.parent.directory;
            if (directory != null) {
                directory.lock.lock();
                try {
                    detach(entry);
                } finally {
                    directory.lock.unlock();
                }
            }
            if (entry.parent.drop(1)) {
                dead.add(entry.parent);
            }
        }
        if (node.isHardLinked) {
            hardLinks.remove(node);
        }
        nodes.remove(node);
        node.closeAll();
        BackingRegistry registry = backings;
        if (node.type == FileType.REGULAR && registry != null) {
            BackingCache.giveBack(node, registry);
        }
    }

    /** At an unmount the kernel need not forget what it knows: files without a name are open until then. */
    void close() {
        nodes.closeAll();
        layers.close();
    }
}
