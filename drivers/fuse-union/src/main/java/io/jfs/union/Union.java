package io.jfs.union;

import io.jfs.linux.FileSystemStat;
import io.jfs.union.layer.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A union filesystem: read-only lower layers and one upper layer appear as one tree, and every change goes into the
 * upper. What it means and what it leaves on disk is what the kernel's overlay does (linux
 * Documentation/filesystems/overlayfs.rst); where it differs, docs/union-semantics.md says so.
 *
 * <p>Files are <b>nodes</b>, numbered as FUSE wants it. {@link #lookup} and everything that makes a node known count
 * one lookup of it; the node lives until as many are forgotten. Ids are never used again, so a dead one gives ESTALE
 * and the FUSE generation can be 0.
 *
 * <p>All methods are thread-safe. They throw {@link io.jfs.linux.ErrnoException} with the error number that the system
 * call of that name gives. Every change fails with EROFS if there is no upper. Modes, ids and names are not checked for
 * permission.
 *
 * <p>Data: either by <b>handles</b> from {@link #open} or {@link #create}, or <b>by node</b> with handle 0
 * ("zero-open": nothing to open or release), or by the kernel itself with {@link #openBacked}. Methods with a node and
 * a handle take what there is.
 */
public final class Union implements AutoCloseable {
    /** The root's node id; it needs no lookup. */
    public static final long ROOT = 1;

    /** The handle of those who have none. */
    public static final long NO_HANDLE = 0;

    private final Context context;
    private final Lookup lookup;
    private final Readdir readdir;
    private final AttributeOps attributes;
    private final FlagOps flags;
    private final Creation creation;
    private final Removal removal;
    private final Renaming renaming;
    private final Linking linking;
    private final FileOps files;
    private final Backings backings;
    private final XattrOps xattrs;

    private Union(Context context) {
        this.context = context;
        this.lookup = new Lookup(context);
        CopyUp copyUp = new CopyUp(context);
        Whiteouts whiteouts = new Whiteouts(context);
        this.readdir = new Readdir(context, lookup);
        this.xattrs = new XattrOps(context, copyUp);
        this.attributes = new AttributeOps(context, copyUp);
        this.flags = new FlagOps(context, copyUp);
        this.linking = new Linking(context, lookup, copyUp, whiteouts);
        this.creation = new Creation(context, lookup, copyUp, whiteouts, linking);
        this.removal = new Removal(context, lookup, copyUp, whiteouts);
        this.renaming = new Renaming(context, lookup, copyUp, whiteouts, removal);
        this.files = new FileOps(context, copyUp);
        this.backings = new Backings(context, files);
    }

    /**
     * Opens the layers. What a crash left in the work directory is removed.
     *
     * @throws IOException naming the layer that cannot be opened
     */
    public static Union open(UnionOptions options) throws IOException {
        return new Union(Context.open(options));
    }

    /**
     * Looks a name up and counts a lookup of its node.
     *
     * @param name not {@code .} or {@code ..}
     * @param out filled in if there is one
     * @return the node's id; 0 if there is no such entry
     * @throws IOException ENOTDIR, ESTALE; ENAMETOOLONG
     */
    public long lookup(long parent, Name name, Attributes out) throws IOException {
        return lookup.lookup(context.nodes.get(parent), name, out);
    }

    /** Takes back {@code count} lookups of a node; unknown ids are no error. */
    public void forget(long node, long count) {
        Node found = context.nodes.find(node);
        if (found != null && found != context.root) {
            context.release(found, count);
        }
    }

    /** Fills in a node's attributes. */
    public void getAttributes(long node, Attributes out) throws IOException {
        attributes.get(context.nodes.get(node), out);
    }

    /**
     * Sets attributes, in the order size, owner, mode, times. As the kernel does, chown clears the set-id bits of a
     * file with execute permission.
     *
     * @param handle of an open file, or {@link #NO_HANDLE}
     * @param out filled in with what they are then
     */
    public void setAttributes(long node, long handle, AttributeChange change, Attributes out) throws IOException {
        attributes.set(context.nodes.get(node), change, out);
    }

    /** A symbolic link's target. */
    public String readLink(long node) throws IOException {
        return attributes.readLink(context.nodes.get(node));
    }

    /**
     * Makes a file that is no directory and no symbolic link, and counts a lookup.
     *
     * @param mode type and permissions
     * @param rdev of a device, see {@link io.jfs.linux.Devices}
     * @return the node's id
     * @throws IOException EEXIST, ENOSPC, EPERM for a device 0/0, which means a whiteout
     */
    public long makeNode(long parent, Name name, int mode, long rdev, Caller caller, Attributes out)
            throws IOException {
        return creation.makeNode(context.nodes.get(parent), name.toString(), mode, rdev, caller, out);
    }

    /**
     * Makes a directory and counts a lookup; returns the node's id. As mkdir(2), it takes no set-id bits from the mode.
     */
    public long makeDirectory(long parent, Name name, int mode, Caller caller, Attributes out) throws IOException {
        return creation.makeDirectory(context.nodes.get(parent), name.toString(), mode, caller, out);
    }

    /** Makes a symbolic link and counts a lookup; returns the node's id. */
    public long makeSymlink(long parent, Name name, String target, Caller caller, Attributes out) throws IOException {
        return creation.makeSymlink(context.nodes.get(parent), name.toString(), target, caller, out);
    }

    /**
     * Gives a node another name and counts a lookup; returns the node's id. Also for one from {@link #makeTemporary}.
     */
    public long link(long node, long newParent, Name newName, Attributes out) throws IOException {
        return linking.link(context.nodes.get(node), context.nodes.get(newParent), newName.toString(), out);
    }

    /** Removes an entry that is no directory. Its node lives on while it is known. */
    public void unlink(long parent, Name name) throws IOException {
        removal.unlink(context.nodes.get(parent), name.toString());
    }

    /** Removes an empty directory. */
    public void removeDirectory(long parent, Name name) throws IOException {
        removal.removeDirectory(context.nodes.get(parent), name.toString());
    }

    /**
     * Renames; directories of lower layers too, which leaves a {@code redirect} mark.
     *
     * @param flags {@code RENAME_NOREPLACE} or {@code RENAME_EXCHANGE} of {@link io.jfs.linux.Links}, or 0
     * @throws IOException EINVAL for other flags, or into itself; ENOTEMPTY, EISDIR, ENOTDIR, EEXIST
     */
    public void rename(long parent, Name name, long newParent, Name newName, int flags) throws IOException {
        renaming.rename(
                context.nodes.get(parent), name.toString(), context.nodes.get(newParent), newName.toString(), flags);
    }

    /**
     * Lists a directory from an offset on: 0, or one that a sink was given. Nothing is to be opened before. A reading
     * from 0 shows the present; one that continues shows each entry that stays exactly once, and may show one that
     * went.
     */
    public void readDirectory(long node, long offset, EntrySink sink) throws IOException {
        readdir.read(context.nodes.get(node), offset, sink);
    }

    /**
     * As {@link #readDirectory}, with attributes and counted lookups.
     *
     * @param each filled in for each entry, and passed to the sink
     */
    public void readDirectoryPlus(long node, long offset, Attributes each, PlusSink sink) throws IOException {
        readdir.readPlus(context.nodes.get(node), offset, each, sink);
    }

    /**
     * Opens a regular file; for writing it is copied up first.
     *
     * @param flags of open(2); {@code O_TRUNC} is honoured
     * @return a handle, positive, to be given to {@link #release}
     */
    public long open(long node, int flags) throws IOException {
        return files.open(context.nodes.get(node), flags);
    }

    /**
     * Makes and opens a regular file, and counts a lookup of it.
     *
     * @param flags of open(2); whether the file may exist already is not asked: it is EEXIST
     * @param out has the node's id
     * @return a handle
     */
    public long create(long parent, Name name, int mode, int flags, Caller caller, Attributes out) throws IOException {
        long[] handle = new long[1];
        NewFile.Use use = (node, _) -> handle[0] = files.openPrepared(node, flags);
        creation.makeFile(context.nodes.get(parent), name.toString(), mode, caller, out, use);
        return handle[0];
    }

    /**
     * As {@link #create}, but opens it as {@link #openBacked} does.
     *
     * @param out has the node's id
     * @return as {@link #openBacked}
     */
    public long createBacked(long parent, Name name, int mode, int flags, Caller caller, Attributes out)
            throws IOException {
        long[] opened = new long[1];
        NewFile.Use use = (node, open) -> opened[0] = backings.openNew(node, flags, open);
        creation.makeFile(context.nodes.get(parent), name.toString(), mode, caller, out, use);
        return opened[0];
    }

    /**
     * Makes a regular file without a name, {@code O_TMPFILE}, and counts a lookup; returns the node's id. Without a
     * lookup or a handle it is gone.
     */
    public long makeTemporary(long parent, int mode, Caller caller, Attributes out) throws IOException {
        return creation.makeTemporary(context.nodes.get(parent), mode, caller, out);
    }

    /** Closes a handle. */
    public void release(long handle) {
        files.release(handle);
    }

    /** Reads at an offset into the buffer's remaining room, as {@link io.jfs.linux.FileIo#pread}; -1 at the end. */
    public int read(long node, long handle, long offset, ByteBuffer into) throws IOException {
        return files.read(context.nodes.get(node), handle, offset, into);
    }

    /**
     * Writes all that remains in the buffer at an offset.
     *
     * @param killPrivileges whether set-id bits go; file capabilities always do
     * @return how many bytes
     */
    public int write(long node, long handle, long offset, ByteBuffer from, boolean killPrivileges) throws IOException {
        return files.write(context.nodes.get(node), handle, offset, from, killPrivileges);
    }

    /** Syncs a file or directory: fsync(2) or fdatasync(2); does nothing in a volatile union or for a lower file. */
    public void sync(long node, long handle, boolean dataOnly) throws IOException {
        files.sync(context.nodes.get(node), handle, dataOnly);
    }

    /** fallocate(2) with its mode bits. */
    public void allocate(long node, long handle, int mode, long offset, long length) throws IOException {
        files.allocate(context.nodes.get(node), handle, mode, offset, length);
    }

    /**
     * lseek(2) for data and holes.
     *
     * @param forData {@code SEEK_DATA} if true, else {@code SEEK_HOLE}
     * @throws IOException ENXIO if there is none
     */
    public long seek(long node, long handle, long offset, boolean forData) throws IOException {
        return files.seek(context.nodes.get(node), handle, offset, forData);
    }

    /** copy_file_range(2); returns how many bytes were copied. */
    public long copyRange(
            long fromNode, long fromHandle, long fromOffset, long toNode, long toHandle, long toOffset, long length)
            throws IOException {
        return files.copyRange(
                context.nodes.get(fromNode),
                fromHandle,
                fromOffset,
                context.nodes.get(toNode),
                toHandle,
                toOffset,
                length);
    }

    /** Where {@link #openBacked} registers files; to be called once, before. */
    public void useBackings(BackingRegistry registry) {
        backings.use(registry);
    }

    /**
     * Opens a regular file for passthrough; for writing it is copied up first. One node has one backing file for as
     * long as it is open: if the file must be copied up while it is open from a lower layer, or was, the answer is
     * ESTALE, and a new lookup of the name gives a new node with the same inode number. The old one keeps its
     * attributes up to date.
     *
     * <p>Files that the registry refuses with ELOOP or EOPNOTSUPP, and those with a set-id bit, which our writing must
     * clear, are opened by handle; small files of lower layers, for reading, by node, where the registry wants it.
     * Those two may be mixed, but while a node is open by its backing, it is opened no other way, and the other way
     * round.
     *
     * @param flags of open(2); {@code O_TRUNC} is honoured
     * @return if positive, the backing's number, which stays valid until the matching {@link #releaseBacked}; if
     *     negative, the negated handle for {@link #read}, {@link #write} and the like; {@link #NO_HANDLE} if they go by
     *     node
     * @throws IOException ESTALE; what else the registry throws, and then nothing is open
     */
    public long openBacked(long node, int flags) throws IOException {
        return backings.open(context.nodes.get(node), flags);
    }

    /**
     * Undoes one {@link #openBacked}.
     *
     * @param opened what it returned; 0 does for whatever is no handle
     */
    public void releaseBacked(long node, long opened) {
        Node found = context.nodes.find(node);
        if (found != null) {
            backings.release(found, opened);
        }
    }

    /** Whether a node has a set-user-id or set-group-id bit, or may have: known without a system call. */
    public boolean hasSetId(long node) {
        Node found = context.nodes.find(node);
        return found != null && found.hasSetId();
    }

    /** The space of the filesystem that changes go to; without an upper, that of the first layer. */
    public FileSystemStat fileSystem() throws IOException {
        return context.layers.fileSystem();
    }

    /** The names of extended attributes; overlay's own are hidden. */
    public List<String> listXattrs(long node) throws IOException {
        return xattrs.list(context.nodes.get(node));
    }

    /** An extended attribute's value; empty if there is none. */
    public Optional<byte[]> getXattr(long node, String name) throws IOException {
        return xattrs.get(context.nodes.get(node), name);
    }

    /**
     * Sets an extended attribute.
     *
     * @param flags 1 ({@code XATTR_CREATE}): EEXIST if there is one; 2 ({@code XATTR_REPLACE}): ENODATA if there is
     *     none
     * @throws IOException EOPNOTSUPP for overlay's own names
     */
    public void setXattr(long node, String name, byte[] value, int flags) throws IOException {
        xattrs.set(context.nodes.get(node), name, value, flags);
    }

    /** Removes an extended attribute; ENODATA if there is none. */
    public void removeXattr(long node, String name) throws IOException {
        xattrs.remove(context.nodes.get(node), name);
    }

    /** What chattr(1) sets, {@code FS_*_FL} of {@link io.jfs.linux.InodeFlags}. */
    public int flags(long node) throws IOException {
        return flags.get(context.nodes.get(node));
    }

    /**
     * Sets all flags of a file. Immutable and append-only are kept in an attribute of overlay's, and the union sees to
     * them; who may change those two is not checked.
     *
     * @throws IOException EOPNOTSUPP for what the upper's filesystem has not
     */
    public void setFlags(long node, int bits) throws IOException {
        flags.set(context.nodes.get(node), bits);
    }

    /** The {@code struct fsxattr} of a file, with the flags in another numbering. */
    public ByteBuffer extendedFlags(long node) throws IOException {
        return flags.getExtended(context.nodes.get(node));
    }

    /** Sets a {@code struct fsxattr}, as {@link #setFlags}; the buffer's content may be changed. */
    public void setExtendedFlags(long node, ByteBuffer extended) throws IOException {
        flags.setExtended(context.nodes.get(node), extended);
    }

    /** The generation of the real inode. */
    public int version(long node) throws IOException {
        return flags.version(context.nodes.get(node));
    }

    /** Whether nothing is ever synced. */
    public boolean isVolatile() {
        return context.options.isVolatile();
    }

    /**
     * Why the index of {@link UnionOptions#layerIndex} is not used, or not everywhere; empty if it is, or none was
     * given.
     */
    public Optional<String> indexProblem() {
        return context.layers.index().problem();
    }

    /** How many lower layers were ever looked into: for tests and statistics. */
    public int openLowers() {
        return (int) context.layers.lowers().stream().filter(Layer::isOpen).count();
    }

    /** How many nodes are known: for tests and statistics. */
    public int knownNodes() {
        return context.nodes.size();
    }

    /** Closes all that is open. No other method may run meanwhile or come after. */
    @Override
    public void close() {
        files.close();
        context.close();
    }
}
