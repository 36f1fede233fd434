package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.DirectoryFile;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Marks;
import io.jfs.union.layer.Origins;
import io.jfs.union.layer.Pin;
import io.jfs.union.layer.Replica;
import io.jfs.union.layer.SplitFile;
import io.jfs.union.layer.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies files from lower layers to the upper before they change. The copy is made in the work directory and gets its
 * name in one step, so the upper never has half a file. Directories on the way come first, from the root down.
 *
 * <p>While data is copied only the node's own copy-up lock is held: others may use the directory. A file's lower name
 * cannot be hidden or replaced meanwhile, since that takes the same lock.
 */
final class CopyUp {
    private final Context context;
    private final FileCopy fileCopy;
    private final Metacopy metacopy;

    CopyUp(Context context) {
        this.context = context;
        this.fileCopy = new FileCopy(context);
        this.metacopy = new Metacopy(context, this);
    }

    Context context() {
        return context;
    }

    /**
     * Makes sure that a file is in the upper under all its known names.
     *
     * @param withData false if the file will be truncated anyway
     * @throws IOException EROFS if there is no upper
     */
    void copyUp(Node node, boolean withData) throws IOException {
        context.layers.work();
        if (node.isDirectory()) {
            copyUpDirectory(node);
            return;
        }
        if (!node.isUpper()) {
            copyUpFile(node, withData, false);
        }
        if (node.dataBelow != null) {
            metacopy.complete(node, withData);
        }
        if (node.lowerDentry() != null) {
            linkNames(node);
        }
    }

    /** As {@link #copyUp}, for a change of attributes only: the data of a big file may stay where it is. */
    void copyUpAttributes(Node node) throws IOException {
        context.layers.work();
        boolean onlyAttributes = node.isUpper() ? node.dataBelow != null : metacopy.isWorthwhile(node);
        if (!onlyAttributes) {
            copyUp(node, true);
            return;
        }
        if (!node.isUpper()) {
            copyUpFile(node, true, true);
        }
        if (node.lowerDentry() != null) {
            linkNames(node);
        }
    }

    /** Makes sure that a directory is in the upper; returns its directory there. */
    LayerDirectory copyUpDirectory(Node node) throws IOException {
        UnionDirectory directory = node.requireDirectory();
        LayerDirectory there = directory.upper();
        if (there != null) {
            return there;
        }
        Work work = context.layers.work();
        Dentry entry = node.dentry();
        if (entry == null) {
            throw Failures.of(Errno.ENOENT, "copy-up", "removed directory");
        }
        LayerDirectory into = copyUpDirectory(entry.parent);
        node.copyUp.lock();
        try {
            there = directory.upper();
            if (there != null) {
                return there;
            }
            if (node.dentry() != entry) {
                throw Failures.of(Errno.ENOENT, "copy-up", "removed directory");
            }
            makeDirectory(node, work, entry, into);
            LayerDirectory made = into.child(entry.name);
            synchronized (node) {
                entry.inUpper = true;
                node.moveTo(new DirectoryFile(made));
                directory.copiedUpTo(made);
            }
            return made;
        } finally {
            node.copyUp.unlock();
        }
    }

    private void makeDirectory(Node node, Work work, Dentry entry, LayerDirectory into) throws IOException {
        String name = work.newName();
        Links.mkdirAt(work.staging(), name, 0700);
        boolean placed = false;
        try {
            try (Fd made = Open.openAt(work.staging(), name, Open.O_PATH | Open.O_DIRECTORY | Open.O_NOFOLLOW, 0)) {
                Marks marks = context.layers.marks();
                FileStat stat = node.stat();
                Replica.copyAttributes(node.real(), stat, new DescriptorFile(made), marks);
                LayerDirectory lower = node.requireDirectory().lowers.getFirst();
                Optional<byte[]> origin = Origins.encode(lower, "");
                if (origin.isPresent()) {
                    marks.setOrigin(made, origin.get());
                }
                Replica.copyTimes(stat, new DescriptorFile(made));
            }
            publish(
                    entry.parent,
                    into,
                    directory -> Links.renameAt2(work.staging(), name, directory, entry.name, Links.RENAME_NOREPLACE));
            placed = true;
        } finally {
            if (!placed) {
                work.remove(name);
            }
        }
    }

    private interface Placement {
        void into(Fd directory) throws IOException;
    }

    /** Gives something its place in an upper directory, whose times stay, and which has copies from then on. */
    private static void publish(Node parent, LayerDirectory upper, Placement placement) throws IOException {
        UnionDirectory directory = parent.requireDirectory();
        directory.lock.lock();
        try (Pin at = upper.pin()) {
            setImpure(upper, at.fd());
            FileStat before = Stat.stat(at.fd());
            placement.into(at.fd());
            Replica.copyTimes(before, new DescriptorFile(at.fd()));
        } finally {
            directory.lock.unlock();
        }
    }

    /** Marks an upper directory that gets an entry with an origin; with the directory's lock held. */
    static void setImpure(LayerDirectory upper, Fd open) throws IOException {
        if (!upper.marks().isImpure()) {
            upper.layer().marks().setImpure(open);
            upper.marksChanged();
        }
    }

    private void copyUpFile(Node node, boolean withData, boolean onlyAttributes) throws IOException {
        while (!node.isUpper()) {
            Dentry entry = node.dentry();
            LayerDirectory into = entry == null ? null : copyUpDirectory(entry.parent);
            node.copyUp.lock();
            try {
                if (!node.isUpper() && node.dentry() == entry) {
                    copyNow(node, entry, into, content(node, entry, withData, onlyAttributes));
                }
            } finally {
                node.copyUp.unlock();
            }
        }
    }

    /** A file without a name cannot be found below by it. */
    private static FileCopy.Content content(
            Node node, @Nullable Dentry entry, boolean withData, boolean onlyAttributes) {
        if (onlyAttributes && entry != null) {
            return new FileCopy.Content.Below();
        }
        if (!withData) {
            return new FileCopy.Content.None();
        }
        return new FileCopy.Content.Of(node.real() instanceof SplitFile split ? split.data() : (EntryFile) node.real());
    }

    /** With the node's copy-up lock held. */
    private void copyNow(Node node, @Nullable Dentry entry, @Nullable LayerDirectory into, FileCopy.Content content)
            throws IOException {
        List<Node> toRelease = new ArrayList<>();
        EntryFile lower = node.real() instanceof SplitFile split ? split.attributes() : (EntryFile) node.real();
        try (FileCopy.Made made = fileCopy.make(lower, node.stat(), content)) {
            if (entry == null || into == null) {
                synchronized (node) {
                    node.moveTo(new DescriptorFile(made.keep()));
                }
                return;
            }
            FileStat stat = node.stat();
            int linksBefore = node.links(stat);
            String indexName = made.index(stat);
            publish(entry.parent, into, directory -> made.place(directory, entry.name));
            synchronized (node) {
                entry.inUpper = true;
                node.dataBelow = content instanceof FileCopy.Content.Below ? lower : null;
                node.moveTo(new EntryFile(into, entry.name));
                if (!made.keepsInode()) {
                    node.inode(context.inodes.of(node.real().stat()));
                }
                if (indexName != null) {
                    node.indexName = indexName;
                    setExtraLinks(node, linksBefore - node.real().stat().links());
                }
            }
            if (!made.keepsInode()) {
                changed(entry.parent.requireDirectory());
            }
            if (indexName != null) {
                context.hardLinks.add(node.stat(), node);
            }
            if (content instanceof FileCopy.Content.Below) {
                node.backingIsLower = false; // the data stays what it is
            } else if (node.backedOpens > 0 && node.backingIsLower) {
                retire(node, made.keep(), toRelease);
            }
        }
        toRelease.forEach(parent -> context.release(parent, 1));
    }

    private static void changed(UnionDirectory directory) {
        directory.lock.lock();
        try {
            directory.changed();
        } finally {
            directory.lock.unlock();
        }
    }

    /** The number of links that the union shows is kept on disk; with the node's monitor held. */
    void setExtraLinks(Node node, int extra) throws IOException {
        node.extraLinks(extra);
        if (node.indexName != null && node.isUpper()) {
            try (Fd file = node.real().open(Open.O_PATH)) {
                context.layers.marks().setExtraLinks(file, extra);
            }
        }
    }

    /**
     * Gives the names of a node free for a new one: the kernel has the lower file open by this node, and a node never
     * changes its backing file while it is open. This node goes on as a file without a name.
     */
    void retire(Node node, Fd file, List<Node> toRelease) {
        node.isStale = true;
        for (Dentry entry = node.dentry(); entry != null; entry = node.dentry()) {
            UnionDirectory directory = entry.parent.directory;
            if (directory != null) {
                directory.lock.lock();
                try {
                    Context.detach(entry);
                } finally {
                    directory.lock.unlock();
                }
            }
            toRelease.add(entry.parent);
        }
        context.hardLinks.remove(node);
        synchronized (node) {
            node.moveTo(new DescriptorFile(file));
        }
    }

    /** Gives an indexed file in the upper the known names that only lower layers have. */
    private void linkNames(Node node) throws IOException {
        for (Dentry entry = node.lowerDentry(); entry != null; entry = node.lowerDentry()) {
            LayerDirectory into = copyUpDirectory(entry.parent);
            Dentry name = entry;
            node.copyUp.lock();
            try {
                if (node.lowerDentry() != name) {
                    continue;
                }
                synchronized (node) {
                    setExtraLinks(node, node.extraLinks() - 1);
                }
                publishLink(node, name, into);
            } finally {
                node.copyUp.unlock();
            }
        }
    }

    private static void publishLink(Node node, Dentry entry, LayerDirectory into) throws IOException {
        publish(entry.parent, into, directory -> {
            synchronized (node) {
                node.real().linkTo(directory, entry.name);
                entry.inUpper = true;
            }
        });
    }
}
