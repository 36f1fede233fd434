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
    private static final NewFile.Use NOTHING = (_, _) -> {};

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

    long makeNode(Node parent, String name, int mode, long rdev, Caller caller, Attributes out) throws IOException {
        FileType type = typeOf(mode, name);
        if (type == FileType.CHARACTER_DEVICE && rdev == 0) {
            throw Failures.of(Errno.EPERM, "mknod", name); // it would be a whiteout
        }
        NewFile file = new NewFile(
                name,
                mode,
                (directory, as, permissions) -> Links.mknodAt(
                        directory, as, type.bits() | permissions, Devices.major(rdev), Devices.minor(rdev)));
        return make(parent, file, caller, out, NOTHING);
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

    /** Makes a regular file; if {@code use} fails, its lookup is taken back, but the file stays. */
    long makeFile(Node parent, String name, int mode, Caller caller, Attributes out, NewFile.Use use)
            throws IOException {
        int regular = FileType.REGULAR.bits() | (mode & 07777);
        return make(parent, NewFile.opened(name, regular, Creation::openNew), caller, out, use);
    }

    /** Not for writing, which would keep others from running the file for as long as it is open or registered. */
    private static Fd openNew(Fd directory, String name, int permissions) throws IOException {
        return Open.openAt(directory, name, Open.O_CREAT | Open.O_EXCL | Open.O_RDONLY | Open.O_NOFOLLOW, permissions);
    }

    long makeSymlink(Node parent, String name, String target, Caller caller, Attributes out) throws IOException {
        int link = FileType.SYMLINK.bits() | 0777;
        NewFile file = new NewFile(name, link, (directory, as, _) -> Links.symlinkAt(target, directory, as));
        return make(parent, file, caller, out, NOTHING);
    }

    long makeDirectory(Node parent, String name, int mode, Caller caller, Attributes out) throws IOException {
        NewFile file = new NewFile(name, FileType.DIRECTORY.bits() | (mode & 01777), Links::mkdirAt);
        return make(parent, file, caller, out, NOTHING);
    }

    private long make(Node parent, NewFile file, Caller caller, Attributes out, NewFile.Use use) throws IOException {
        try (file) {
            Node node = make(parent, file, caller, out);
            boolean used = false;
            try {
                use.of(node, file.open());
                used = true;
            } finally {
                if (!used) {
                    context.release(node, 1);
                }
            }
            return node.id;
        }
    }

    private Node make(Node parent, NewFile file, Caller caller, Attributes out) throws IOException {
        Protection.requireExtensible(context, parent, "create", file.name);
        LayerDirectory upper = copyUp.copyUpDirectory(parent);
        UnionDirectory directory = parent.requireDirectory();
        Node node;
        FileStat stat;
        directory.lock.lock();
        try (Pin at = upper.pin()) {
            directory.requireThere();
            NewFileAttributes.Plan plan =
                    attributes.plan(upper, at.fd(), directory.upperStat(at.fd()), file.mode, caller);
            if (!makeWhereNothingIs(directory, upper, at.fd(), file, plan)) {
                linking.requireFree(parent, directory, file.name);
                makeInPlaceOfWhiteout(upper, at.fd(), file, plan);
            }
            directory.changed();
            stat = file.in(at.fd()).stat();
            node = stat.isDirectory()
                    ? lookup.makeUpperDirectory(upper.emptyChild(file.name), stat)
                    : lookup.makeUpper(new EntryFile(upper, file.name), stat);
            context.attach(parent, file.name, node, true);
        } finally {
            directory.lock.unlock();
        }
        context.fill(node, stat, out);
        return node;
    }

    /** Lets the upper itself say that it has nothing at the name; false if it has, or something below shows there. */
    private boolean makeWhereNothingIs(
            UnionDirectory directory, LayerDirectory upper, Fd open, NewFile file, NewFileAttributes.Plan plan)
            throws IOException {
        if (context.layers.marks().isAufsName(file.name)
                || upper.hasAufsWhiteout(file.name)
                || Search.findBelow(context.layers, directory, file.name) != null) {
            return false;
        }
        try {
            makeInPlace(open, file, plan);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
    }

    private void makeInPlaceOfWhiteout(LayerDirectory upper, Fd open, NewFile file, NewFileAttributes.Plan plan)
            throws IOException {
        boolean hidden = Whiteouts.isThere(open, file.name);
        boolean opaque = plan.isDirectory() && (hidden || upper.hasAufsWhiteout(file.name));
        if (hidden || opaque) {
            makeStaged(open, file, plan, hidden, opaque);
        } else {
            makeInPlace(open, file, plan);
        }
        Whiteouts.removeAufs(upper, open, file.name);
    }

    private void makeInPlace(Fd upper, NewFile file, NewFileAttributes.Plan plan) throws IOException {
        file.make(upper, file.name, plan);
        boolean complete = false;
        try {
            attributes.apply(plan, file.in(upper));
            complete = true;
        } finally {
            if (!complete) {
                removeMade(upper, file.name, plan.isDirectory());
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

    private void makeStaged(Fd upper, NewFile file, NewFileAttributes.Plan plan, boolean hidden, boolean opaque)
            throws IOException {
        Work work = context.layers.work();
        String staged = work.newName();
        file.make(work.staging(), staged, plan);
        try {
            attributes.applyInherited(plan, work.staging(), staged);
            if (opaque) {
                try (Fd made = Open.openAt(work.staging(), staged, Open.O_PATH | Open.O_DIRECTORY, 0)) {
                    context.layers.marks().setOpaque(made);
                }
            }
            int flags = plan.isDirectory() && hidden ? Links.RENAME_EXCHANGE : 0;
            Links.renameAt2(work.staging(), staged, upper, file.name, flags);
        } finally {
            work.remove(staged); // what the exchange left, or what failed; nothing otherwise
        }
    }

    /** See {@link Union#makeTemporary}. */
    long makeTemporary(Node parent, int mode, Caller caller, Attributes out) throws IOException {
        Protection.requireExtensible(context, parent, "create", "");
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
