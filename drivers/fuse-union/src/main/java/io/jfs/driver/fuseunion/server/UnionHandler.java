package io.jfs.driver.fuseunion.server;

import io.jfs.fuse.dispatch.AttributesReply;
import io.jfs.fuse.dispatch.DataReply;
import io.jfs.fuse.dispatch.DirectoryReply;
import io.jfs.fuse.dispatch.EntryReply;
import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseFailure;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.fuse.dispatch.OpenMode;
import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.dispatch.SetAttributes;
import io.jfs.fuse.dispatch.XattrReply;
import io.jfs.fuse.wire.SetattrMask;
import io.jfs.linux.Devices;
import io.jfs.linux.Errno;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.NativePath;
import io.jfs.union.AttributeChange;
import io.jfs.union.Attributes;
import io.jfs.union.Caller;
import io.jfs.union.Union;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Answers the kernel's requests from a union. The union is the handler's from {@link #start} on: it is closed when the
 * session ends.
 *
 * <p>Not implemented, and so answered by the kernel itself after the first time: FLUSH, ACCESS, SYNCFS, OPENDIR; FSYNC
 * and FSYNCDIR if nothing is synced; all extended attributes if there are none.
 */
public final class UnionHandler implements FuseHandler {
    private static final int WRITE_KILL_SUIDGID = 4; // FUSE_WRITE_KILL_SUIDGID
    private static final int UTIME_NOW = io.jfs.linux.Attributes.UTIME_NOW;
    private static final int SEEK_DATA = 3; // linux/fs.h

    private final Union union;
    private final UnionHandlerOptions options;
    private final Xattrs xattrs;
    private final @Nullable ForgottenNodes forgotten;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable FuseConnection connection;
    private volatile Opening opening;

    /** A handler that has not started. */
    public UnionHandler(Union union, UnionHandlerOptions options) {
        this.union = union;
        this.options = options;
        this.xattrs = new Xattrs(union, options);
        this.opening = new HandleOpening(union);
        this.forgotten = options.collect() ? new ForgottenNodes(union::knownNodes, System::gc) : null;
    }

    @Override
    public void start(FuseConnection agreed) {
        connection = agreed;
        if (agreed.openMode() == OpenMode.PASSTHROUGH) {
            opening = new PassthroughOpening(union, agreed);
        }
    }

    /** Whether {@link #start} was called, so that {@link #stop} will be. */
    boolean isStarted() {
        return connection != null;
    }

    @Override
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            union.close();
        }
    }

    @Override
    public void lookup(FuseRequest request, FuseName name, EntryReply reply) throws IOException {
        Scratch mine = scratch.get();
        if (union.lookup(request.node(), mine.name(name), mine.attributes) == 0) {
            reply.missing();
        } else {
            found(mine.attributes, reply);
        }
    }

    private static void found(Attributes attributes, EntryReply reply) {
        Scratch.write(attributes, reply.found(attributes.node(), 0)); // a union never uses an id again
    }

    @Override
    public void forget(long node, long lookups) {
        union.forget(node, lookups);
        if (forgotten != null) {
            forgotten.oneMore();
        }
    }

    @Override
    public void getattr(FuseRequest request, long handle, AttributesReply reply) throws IOException {
        Attributes attributes = scratch.get().attributes;
        union.getAttributes(request.node(), attributes);
        Scratch.write(attributes, reply.attributes());
    }

    @Override
    public void setattr(FuseRequest request, SetAttributes set, AttributesReply reply) throws IOException {
        Scratch mine = scratch.get();
        AttributeChange change = change(set, mine.change.reset());
        long handle = set.has(SetattrMask.HANDLE) ? set.handle() : Union.NO_HANDLE;
        union.setAttributes(request.node(), handle, change, mine.attributes);
        Scratch.write(mine.attributes, reply.attributes());
    }

    private static AttributeChange change(SetAttributes set, AttributeChange change) {
        if (set.has(SetattrMask.MODE)) {
            change.mode(set.mode());
        }
        if (set.has(SetattrMask.UID)) {
            change.uid(set.uid());
        }
        if (set.has(SetattrMask.GID)) {
            change.gid(set.gid());
        }
        if (set.has(SetattrMask.SIZE)) {
            change.size(set.size());
        }
        if (set.has(SetattrMask.ATIME)) {
            change.atime(set.atimeSeconds(), set.has(SetattrMask.ATIME_NOW) ? UTIME_NOW : set.atimeNanos());
        }
        if (set.has(SetattrMask.MTIME)) {
            change.mtime(set.mtimeSeconds(), set.has(SetattrMask.MTIME_NOW) ? UTIME_NOW : set.mtimeNanos());
        }
        return change.killPrivileges(set.has(SetattrMask.KILL_SUIDGID));
    }

    @Override
    public void readlink(FuseRequest request, DataReply reply) throws IOException {
        reply.put(NativePath.encode(union.readLink(request.node())));
    }

    private static Caller caller(FuseRequest request, int umask) {
        return new Caller(request.uid(), request.gid(), umask);
    }

    @Override
    public void symlink(FuseRequest request, FuseName name, FuseName target, EntryReply reply) throws IOException {
        Scratch mine = scratch.get();
        union.makeSymlink(request.node(), mine.name(name), target.toString(), caller(request, 0), mine.attributes);
        found(mine.attributes, reply);
    }

    @Override
    public void mknod(FuseRequest request, FuseName name, int mode, int umask, int major, int minor, EntryReply reply)
            throws IOException {
        Scratch mine = scratch.get();
        long device = Devices.makedev(major, minor);
        union.makeNode(request.node(), mine.name(name), mode, device, caller(request, umask), mine.attributes);
        found(mine.attributes, reply);
    }

    @Override
    public void mkdir(FuseRequest request, FuseName name, int mode, int umask, EntryReply reply) throws IOException {
        Scratch mine = scratch.get();
        union.makeDirectory(request.node(), mine.name(name), mode, caller(request, umask), mine.attributes);
        found(mine.attributes, reply);
    }

    @Override
    public void unlink(FuseRequest request, FuseName name) throws IOException {
        union.unlink(request.node(), scratch.get().name(name));
    }

    @Override
    public void rmdir(FuseRequest request, FuseName name) throws IOException {
        union.removeDirectory(request.node(), scratch.get().name(name));
    }

    @Override
    public void rename(FuseRequest request, FuseName name, long newParent, FuseName newName, int flags)
            throws IOException {
        Scratch mine = scratch.get();
        union.rename(request.node(), mine.name(name), newParent, mine.secondName(newName), flags);
    }

    @Override
    public void link(FuseRequest request, long node, FuseName newName, EntryReply reply) throws IOException {
        Scratch mine = scratch.get();
        union.link(node, request.node(), mine.name(newName), mine.attributes);
        found(mine.attributes, reply);
    }

    @Override
    public void open(FuseRequest request, int flags, boolean killPrivileges, OpenReply reply) throws IOException {
        if (killPrivileges) {
            Scratch mine = scratch.get();
            union.setAttributes(
                    request.node(), Union.NO_HANDLE, mine.change.reset().killPrivileges(true), mine.attributes);
            modeChanged(request.node());
        }
        opening.open(request.node(), flags, reply);
    }

    @Override
    public void create(
            FuseRequest request, FuseName name, int mode, int umask, int flags, EntryReply entry, OpenReply open)
            throws IOException {
        Scratch mine = scratch.get();
        Caller caller = caller(request, umask);
        opening.create(request.node(), mine.name(name), mode, flags, caller, mine.attributes, open);
        found(mine.attributes, entry);
    }

    /** Also without open messages: the kernel has no other way for a file without a name. */
    @Override
    public void tmpfile(FuseRequest request, int mode, int umask, int flags, EntryReply entry, OpenReply open)
            throws IOException {
        Scratch mine = scratch.get();
        Caller caller = caller(request, umask);
        long made = union.makeTemporary(request.node(), mode, caller, mine.attributes);
        Opening.openMade(opening, union, made, flags, open);
        found(mine.attributes, entry);
    }

    @Override
    public void release(FuseRequest request, long handle, int flags) {
        opening.release(request.node(), handle);
    }

    @Override
    public void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply)
            throws IOException {
        union.read(request.node(), handle, offset, reply.buffer());
    }

    @Override
    public int write(FuseRequest request, long handle, long offset, ByteBuffer data, int writeFlags, int flags)
            throws IOException {
        long node = request.node();
        boolean kills = (writeFlags & WRITE_KILL_SUIDGID) != 0 && union.hasSetId(node);
        int count = union.write(node, handle, offset, data, kills);
        if (kills) {
            modeChanged(node);
        }
        return count;
    }

    /**
     * The kernel keeps the mode that it has seen, also when it asks a write to change it. Without an offset this takes
     * no lock there which the request under way could hold.
     */
    private void modeChanged(long node) throws IOException {
        FuseConnection known = connection;
        if (known != null) {
            known.notifier().invalidateNode(node, -1, 0);
        }
    }

    /** Takes set-id bits away where the kernel does not say whether the caller may keep them: only root may. */
    private void killSetId(FuseRequest request, long node) throws IOException {
        if (request.uid() != 0 && union.hasSetId(node)) {
            Scratch mine = scratch.get();
            union.setAttributes(node, Union.NO_HANDLE, mine.change.reset().killPrivileges(true), mine.attributes);
            modeChanged(node);
        }
    }

    @Override
    public void fsync(FuseRequest request, long handle, boolean dataOnly) throws IOException {
        sync(request.node(), handle, dataOnly);
    }

    /** Without open messages a directory has no handle. */
    @Override
    public void fsyncdir(FuseRequest request, long handle, boolean dataOnly) throws IOException {
        sync(request.node(), Union.NO_HANDLE, dataOnly);
    }

    private void sync(long node, long handle, boolean dataOnly) throws IOException {
        if (!options.sync() || union.isVolatile()) {
            throw FuseFailure.of(Errno.ENOSYS); // which the kernel remembers as success
        }
        union.sync(node, handle, dataOnly);
    }

    @Override
    public void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply) throws IOException {
        Scratch mine = scratch.get();
        mine.directory.write(union, request.node(), cookie, mine.attributes, reply);
    }

    @Override
    public FileSystemStat statfs(FuseRequest request) throws IOException {
        return union.fileSystem();
    }

    @Override
    public void setxattr(FuseRequest request, FuseName name, ByteBuffer value, int flags, boolean killSetgid)
            throws IOException {
        xattrs.set(request.node(), name, value, flags);
        if (killSetgid) {
            Scratch mine = scratch.get();
            xattrs.killSetgid(request.node(), mine.change, mine.attributes);
        }
    }

    @Override
    public void getxattr(FuseRequest request, FuseName name, XattrReply reply) throws IOException {
        xattrs.get(request.node(), name, reply);
    }

    @Override
    public void listxattr(FuseRequest request, XattrReply reply) throws IOException {
        xattrs.list(request.node(), reply);
    }

    @Override
    public void removexattr(FuseRequest request, FuseName name) throws IOException {
        xattrs.remove(request.node(), name);
    }

    @Override
    public void fallocate(FuseRequest request, long handle, int mode, long offset, long length) throws IOException {
        union.allocate(request.node(), handle, mode, offset, length);
        killSetId(request, request.node());
    }

    @Override
    public long lseek(FuseRequest request, long handle, long offset, int whence) throws IOException {
        return union.seek(request.node(), handle, offset, whence == SEEK_DATA);
    }

    @Override
    public long copyFileRange(
            FuseRequest request, long handle, long offset, long toNode, long toHandle, long toOffset, long length)
            throws IOException {
        long count = union.copyRange(request.node(), handle, offset, toNode, toHandle, toOffset, length);
        killSetId(request, toNode);
        return count;
    }

    @Override
    public int ioctl(FuseRequest request, long handle, int command, ByteBuffer input, ByteBuffer output)
            throws IOException {
        if (Ioctls.apply(union, request.node(), command, input, output)) {
            modeChanged(request.node());
        }
        return 0;
    }
}
