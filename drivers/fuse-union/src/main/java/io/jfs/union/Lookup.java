package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.union.index.IndexDirectory;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.DirectoryFile;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Origins;
import io.jfs.union.layer.Pin;
import io.jfs.union.layer.RealFile;
import io.jfs.union.layer.SplitFile;
import io.jfs.union.layer.Work;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From names to nodes. */
final class Lookup {
    private static final int MAX_NAME_BYTES = 255;

    private final Context context;

    Lookup(Context context) {
        this.context = context;
    }

    /** See {@link Union#lookup}. */
    long lookup(Node parent, Name name, Attributes out) throws IOException {
        UnionDirectory directory = parent.requireDirectory();
        if (name.length() > MAX_NAME_BYTES) {
            throw Failures.of(Errno.ENAMETOOLONG, "lookup", name.toString());
        }
        Node node;
        directory.lock.lock();
        try {
            Dentry known = directory.children.find(name);
            if (known != null && known.node.tryRetain()) {
                node = known.node;
            } else if (directory.isKnownAbsent(name)) {
                return 0;
            } else {
                node = resolve(parent, directory, name, out);
                return node == null ? 0 : node.id;
            }
        } finally {
            directory.lock.unlock();
        }
        fill(node, out);
        return node.id;
    }

    /** As {@link #retain(Node, String)}; a known name makes no garbage. */
    @Nullable
    Node retain(Node parent, Name name) throws IOException {
        UnionDirectory directory = parent.requireDirectory();
        directory.lock.lock();
        try {
            Dentry known = directory.children.find(name);
            if (known != null && known.node.tryRetain()) {
                return known.node;
            }
            return resolve(parent, directory, name, null);
        } finally {
            directory.lock.unlock();
        }
    }

    /** The node at a name with a reference more, null if there is none. Its directory's lock is not held. */
    @Nullable
    Node retain(Node parent, String name) throws IOException {
        UnionDirectory directory = parent.requireDirectory();
        directory.lock.lock();
        try {
            return retainLocked(parent, directory, name);
        } finally {
            directory.lock.unlock();
        }
    }

    /** As {@link #retain} with the directory's lock held. */
    @Nullable
    Node retainLocked(Node parent, UnionDirectory directory, String name) throws IOException {
        Dentry known = directory.children.find(name);
        if (known != null && known.node.tryRetain()) {
            return known.node;
        }
        return resolve(parent, directory, name, null);
    }

    /** Fills in the attributes of a node that was retained; if that fails, it is released. */
    void fill(Node node, Attributes out) throws IOException {
        boolean done = false;
        try {
            context.fill(node, node.stat(), out);
            done = true;
        } finally {
            if (!done) {
                context.release(node, 1);
            }
        }
    }

    /**
     * As {@link #resolve(Node, UnionDirectory, String, Attributes)}, with less work for most of what an index knows.
     */
    private @Nullable Node resolve(Node parent, UnionDirectory directory, Name name, @Nullable Attributes out)
            throws IOException {
        IndexDirectory index = directory.onlyIndex();
        int entry = index == null ? -1 : name.find(index);
        if (index == null || entry < 0 || index.type(entry) == FileType.DIRECTORY) {
            return resolve(parent, directory, name.toString(), out);
        }
        LayerDirectory from = directory.lower(index.layer(entry));
        FileStat stat = index.stat(entry, from.layer().device());
        if (stat.links() > 1 && keepsLowerLinks()) {
            return resolve(parent, directory, name.toString(), out);
        }
        String text = name.toString();
        Node node = makeFile(new EntryFile(from, text), stat, false, Optional.empty(), null);
        node.hasNoXattrs = index.hasNoXattrs(entry);
        context.attach(parent, text, node, false);
        if (out != null) {
            context.fill(node, stat, out);
        }
        return node;
    }

    /** Looks on disk; with the directory's lock held. */
    private @Nullable Node resolve(Node parent, UnionDirectory directory, String name, @Nullable Attributes out)
            throws IOException {
        if (directory.isRemoved) {
            return null;
        }
        Found found = Search.find(context.layers, directory, name);
        if (found == null) {
            return null;
        }
        Node node;
        if (found.stat().isDirectory()) {
            node = makeDirectory(found);
        } else if (found.stat().links() > 1 && (found.isUpper() || keepsLowerLinks())) {
            node = context.hardLinks.findOrMake(found.stat(), () -> makeLinked(directory, found));
        } else {
            node = makeFile(found.file(), found.stat(), found.isUpper(), originOf(directory, found), found.data());
        }
        if (found.hasNoXattrs()) {
            node.hasNoXattrs = true; // counts only while it is in a lower layer
        }
        context.attach(parent, name, node, found.isUpper());
        if (out != null) {
            context.fill(node, node.isUpper() == found.isUpper() ? found.stat() : node.stat(), out);
        }
        return node;
    }

    private Node makeDirectory(Found found) {
        LayerDirectory top = found.isUpper()
                ? found.file().directory().child(found.file().name())
                : found.lowers().getFirst();
        FileStat identity = found.lowerStat() != null ? found.lowerStat() : found.stat();
        long inode = context.inodes.of(identity);
        UnionDirectory inside = new UnionDirectory(found.isUpper() ? top : null, found.lowers(), found.index());
        FileStat lowerStat = found.isUpper() ? null : found.stat();
        return context.nodes.add(
                id -> new Node(id, found.stat().type(), inode, new DirectoryFile(top), lowerStat, inside));
    }

    /** A node for a file in the upper that was just made; retained once and not attached. */
    Node makeUpper(RealFile file, FileStat stat) {
        Node node = makeFile(file, stat, true, Optional.empty(), null);
        synchronized (node) {
            node.hasNoCapabilities = true;
        }
        node.protection = Protection.NONE;
        return node;
    }

    /** A node for a directory in the upper that was just made; retained once and not attached. */
    Node makeUpperDirectory(LayerDirectory directory, FileStat stat) {
        long inode = context.inodes.of(stat);
        UnionDirectory inside = new UnionDirectory(directory, List.of());
        Node node =
                context.nodes.add(id -> new Node(id, stat.type(), inode, new DirectoryFile(directory), null, inside));
        node.protection = Protection.NONE;
        return node;
    }

    private Node makeFile(
            RealFile file, FileStat stat, boolean upper, Optional<FileStat> origin, @Nullable EntryFile data) {
        long inode = context.inodes.of(origin.orElse(stat));
        return context.nodes.add(id -> {
            if (!upper) {
                RealFile real = data != null && file instanceof EntryFile top ? new SplitFile(top, data) : file;
                return new Node(id, stat.type(), inode, real, stat, null);
            }
            Node node = new Node(id, stat.type(), inode, file, null, null);
            node.dataBelow = data;
            return node;
        });
    }

    /** Of a file in the upper, which file of a lower layer it was copied from, if its directory may have such. */
    private Optional<FileStat> originOf(UnionDirectory directory, Found found) throws IOException {
        LayerDirectory upper = directory.upper();
        if (!found.isUpper() || upper == null || !upper.marks().isImpure()) {
            return Optional.empty();
        }
        Optional<byte[]> mark;
        try (Pin at = upper.pin()) {
            mark = context.layers.marks().origin(at.fd(), found.file().name());
        }
        return mark.isEmpty() ? Optional.empty() : context.layers.origins().find(mark.get());
    }

    /** Whether the names of a lower file are one node; without an index they part when one is copied up. */
    private boolean keepsLowerLinks() {
        return context.options.index() || !context.layers.isWritable();
    }

    /** The inode number of an upper entry, for a listing. */
    long inodeOf(UnionDirectory directory, Found found) throws IOException {
        if (found.stat().isDirectory()) {
            return context.inodes.of(found.lowerStat() != null ? found.lowerStat() : found.stat());
        }
        return context.inodes.of(originOf(directory, found).orElse(found.stat()));
    }

    /**
     * A node for a file with several links. A lower one may have been copied up under another name: then the index has
     * it. With the monitor of the hard links held, which has found no node for the inode itself.
     */
    private Node makeLinked(UnionDirectory directory, Found found) throws IOException {
        if (!found.isUpper()) {
            Node indexed = context.options.index() && context.layers.isWritable() ? findIndexed(found) : null;
            return indexed != null
                    ? indexed
                    : makeFile(found.file(), found.stat(), false, Optional.empty(), found.data());
        }
        Optional<FileStat> origin = originOf(directory, found);
        if (origin.isPresent() && origin.get().links() > 1 && context.options.index()) {
            Node known = context.hardLinks.find(origin.get());
            if (known != null) {
                return known;
            }
            Node node = makeFile(found.file(), found.stat(), true, origin, found.data());
            readIndexMarks(node, found.file());
            context.hardLinks.add(origin.get(), node);
            return node;
        }
        return makeFile(found.file(), found.stat(), true, origin, found.data());
    }

    private void readIndexMarks(Node node, EntryFile file) throws IOException {
        try (Fd open = file.open(Open.O_PATH)) {
            node.extraLinks(context.layers.marks().extraLinks(open));
        }
        try (Pin at = file.directory().pin()) {
            node.indexName = context.layers
                    .marks()
                    .origin(at.fd(), file.name())
                    .map(Work::indexName)
                    .orElse(null);
        }
    }

    private @Nullable Node findIndexed(Found found) throws IOException {
        Optional<byte[]> origin =
                Origins.encode(found.file().directory(), found.file().name());
        Fd index = context.layers.work().index();
        if (origin.isEmpty() || index == null) {
            return null;
        }
        String name = Work.indexName(origin.get());
        if (name.length() > MAX_NAME_BYTES || Stat.find(index, name).isEmpty()) {
            return null;
        }
        Fd file = Open.openAt(index, name, Open.O_PATH | Open.O_NOFOLLOW, 0);
        FileStat stat = Stat.stat(file);
        Node known = context.hardLinks.find(stat);
        if (known != null) {
            file.close();
            return known;
        }
        EntryFile data = context.layers.marks().isMetacopy(file) ? found.file() : null;
        Node node = makeFile(new DescriptorFile(file), stat, true, Optional.of(found.stat()), data);
        node.extraLinks(context.layers.marks().extraLinks(file));
        node.indexName = name;
        context.hardLinks.add(stat, node);
        return node;
    }
}
