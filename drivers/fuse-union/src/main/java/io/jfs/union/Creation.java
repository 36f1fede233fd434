package io.jfs.union;

import io.jfs.linux.Devices;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.union.layer.DescriptorFile;
import io.jfs.union.layer.EntryAt;
import io.jfs.union.layer.EntryFile;
import io.jfs.union.layer.LayerDirectory;
import io.jfs.union.layer.Pin;
import io.jfs.union.layer.Work;
import java.io.IOException;

/**
 * Making files. Where the upper has nothing at the name, the file is made in place; over a whiteout it is made in the
 * work directory and takes the whiteout's place in one step.
 */
final class Creation {
    private static final int S_IFMT = 0170000;

    private final Context context;
    private final Lookup lookup;
    private final CopyUp copyUp;
    private final Linking linking;
    private final NewFileAttributes attributes;

    Creation(Context context, Lookup lookup, CopyUp copyUp, Whiteouts whiteouts, Linking linking) {
        this.context = context;
        this.lookup = lookup;
        this.copyUp = copyUp;
        this.linking = linking;
        this.attributes = new NewFileAttributes(context);
    }

    /** Makes an inode in a directory with a name and permissions. */
    private interface Maker {
        void make(Fd directory, String name, int permissions) throws IOException;
    }

    long makeNode(Node parent, String name, int mode, long rdev, Caller caller, Attributes out) throws IOException {
        FileType type = typeOf(mode, name);
        if (type == FileType.CHARACTER_DEVICE && rdev == 0) {
            throw Failures.of(Errno.EPERM, "mknod", name); // it would be a whiteout
        }
        return make(
                parent,
                name,
                mode,
                caller,
                out,
                (directory, as, permissions) -> Links.mknodAt(
                        directory, as, type.bits() | permissions, Devices.major(rdev), Devices.minor(rdev)));
    }

    private static FileType typeOf(int mode, String name) throws IOException {
        return switch (mode & S_IFMT) {
            case 0, 0100000 -> FileType.REGULAR;
            case 0020000 -> FileType.CHARACTER_DEVICE;
            case 0060000 -> FileType.BLOCK_DEVICE;
            case 0010000 -> FileType.FIFO;
            case 0140000 -> FileType.SOCKET;
            default -> throw Failures.of(Errno.EINVAL, "mknod", name);
        };
    }

    long makeFile(Node parent, String name, int mode, Caller caller, Attributes out) throws IOException {
        return makeNode(parent, name, FileType.REGULAR.bits() | (mode & 07777), 0, caller, out);
    }

    long makeSymlink(Node parent, String name, String target, Caller caller, Attributes out) throws IOException {
        return make(
                parent,
                name,
                FileType.SYMLINK.bits() | 0777,
                caller,
                out,
                (directory, as, permissions) -> Links.symlinkAt(target, directory, as));
    }

    long makeDirectory(Node parent, String name, int mode, Caller caller, Attributes out) throws IOException {
        return make(parent, name, FileType.DIRECTORY.bits() | (mode & 01777), caller, out, Links::mkdirAt);
    }

    private long make(Node parent, String name, int mode, Caller caller, Attributes out, Maker maker)
            throws IOException {
        LayerDirectory upper = copyUp.copyUpDirectory(parent);
        UnionDirectory directory = parent.requireDirectory();
        Node node;
        FileStat stat;
        directory.lock.lock();
        try (Pin at = upper.pin()) {
            directory.requireThere();
            NewFileAttributes.Plan plan = attributes.plan(upper, at.fd(), directory.upperStat(at.fd()), mode, caller);
            if (!makeWhereNothingIs(directory, at.fd(), name, plan, maker)) {
                linking.requireFree(parent, directory, name);
                makeInPlaceOfWhiteout(upper, at.fd(), name, plan, maker);
            }
            directory.changed();
            stat = Stat.statAt(at.fd(), name);
            node = stat.isDirectory()
                    ? lookup.makeUpperDirectory(upper.child(name), stat)
                    : lookup.makeUpper(new EntryFile(upper, name), stat);
            context.attach(parent, name, node, true);
        } finally {
            directory.lock.unlock();
        }
        context.fill(node, stat, out);
        return node.id;
    }

    /** Lets the upper itself say that it has nothing at the name; false if it has, or something below shows there. */
    private boolean makeWhereNothingIs(
            UnionDirectory directory, Fd upper, String name, NewFileAttributes.Plan plan, Maker maker)
            throws IOException {
        if (context.layers.marks().readsAufs() || Search.findBelow(context.layers, directory, name) != null) {
            return false;
        }
        try {
            makeInPlace(upper, name, plan, maker);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
    }

    private void makeInPlaceOfWhiteout(
            LayerDirectory upper, Fd open, String name, NewFileAttributes.Plan plan, Maker maker) throws IOException {
        boolean hidden = Whiteouts.isThere(open, name);
        boolean opaque = plan.isDirectory() && (hidden || upper.hasAufsWhiteout(name));
        if (hidden || opaque) {
            makeStaged(open, name, plan, maker, hidden, opaque);
        } else {
            makeInPlace(open, name, plan, maker);
        }
        Whiteouts.removeAufs(upper, open, name);
    }

    private void makeInPlace(Fd upper, String name, NewFileAttributes.Plan plan, Maker maker) throws IOException {
        maker.make(upper, name, plan.permissions());
        boolean complete = false;
        try {
            attributes.apply(plan, new EntryAt(upper, name));
            complete = true;
        } finally {
            if (!complete) {
                removeMade(upper, name, plan.isDirectory());
            }
        }
    }

    private static void removeMade(Fd directory, String name, boolean isDirectory) throws IOException {
        if (isDirectory) {
            Links.removeDirectoryAt(directory, name);
        } else {
            Links.unlinkAt(directory, name);
        }
    }

    private void makeStaged(
            Fd upper, String name, NewFileAttributes.Plan plan, Maker maker, boolean hidden, boolean opaque)
            throws IOException {
        Work work = context.layers.work();
        String staged = work.newName();
        maker.make(work.staging(), staged, plan.permissions());
        try {
            attributes.applyInherited(plan, work.staging(), staged);
            if (opaque) {
                try (Fd made = Open.openAt(work.staging(), staged, Open.O_PATH | Open.O_DIRECTORY, 0)) {
                    context.layers.marks().setOpaque(made);
                }
            }
            int flags = plan.isDirectory() && hidden ? Links.RENAME_EXCHANGE : 0;
            Links.renameAt2(work.staging(), staged, upper, name, flags);
        } finally {
            work.remove(staged); // what the exchange left, or what failed; nothing otherwise
        }
    }

    /** See {@link Union#makeTemporary}. */
    long makeTemporary(Node parent, int mode, Caller caller, Attributes out) throws IOException {
        LayerDirectory upper = copyUp.copyUpDirectory(parent);
        parent.requireDirectory().requireThere();
        Fd file;
        try (Pin at = upper.pin()) {
            NewFileAttributes.Plan plan = attributes.plan(
                    upper, at.fd(), Stat.stat(at.fd()), FileType.REGULAR.bits() | (mode & 07777), caller);
            file = Open.openAt(at.fd(), ".", Open.O_TMPFILE | Open.O_RDWR, plan.permissions());
            attributes.apply(plan, new DescriptorFile(file));
        }
        FileStat stat = Stat.stat(file);
        Node node = lookup.makeUpper(new DescriptorFile(file), stat);
        context.fill(node, stat, out);
        return node.id;
    }
}
