package io.jfs.fuse.transport;

import io.jfs.fuse.dispatch.AttributesReply;
import io.jfs.fuse.dispatch.AttributesWriter;
import io.jfs.fuse.dispatch.DataReply;
import io.jfs.fuse.dispatch.DirectoryReply;
import io.jfs.fuse.dispatch.EntryReply;
import io.jfs.fuse.dispatch.FuseConnection;
import io.jfs.fuse.dispatch.FuseFailure;
import io.jfs.fuse.dispatch.FuseHandler;
import io.jfs.fuse.dispatch.FuseName;
import io.jfs.fuse.dispatch.FuseRequest;
import io.jfs.fuse.dispatch.OpenReply;
import io.jfs.fuse.dispatch.SetAttributes;
import io.jfs.fuse.dispatch.XattrReply;
import io.jfs.fuse.wire.OpenFlags;
import io.jfs.fuse.wire.SetattrMask;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileSystemStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A filesystem in memory that uses every kind of request; one lock, no care for speed. For tests. */
class MemoryFileSystem implements FuseHandler {
    static final int FICTIONAL_IOCTL = 0x8004_6601; // _IOR('f', 1, int)
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;
    private static final int PUNCH_HOLE = 2;

    private final Map<Long, MemoryFile> files = new HashMap<>();
    private long nextId = 2;
    private final CompletableFuture<FuseConnection> connection = new CompletableFuture<>();
    private final MemoryFile root = new MemoryFile(ROOT, FileType.DIRECTORY.bits() | 0755, 0, 0);
    private volatile boolean stopped;
    int openHandles;
    int synced;

    MemoryFileSystem() {
        root.links = 2;
        files.put(ROOT, root);
    }

    @Override
    public void start(FuseConnection agreed) {
        connection.complete(agreed);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    FuseConnection connection() {
        return connection.join();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Makes a file behind the kernel's back. */
    synchronized long put(String name, String content) {
        MemoryFile file = new MemoryFile(nextId++, FileType.REGULAR.bits() | 0644, 0, 0);
        file.data = content.getBytes(StandardCharsets.UTF_8);
        file.size = file.data.length;
        files.put(file.id, file);
        root.children.put(name, file.id);
        return file.id;
    }

    synchronized void removeQuietly(String name) {
        root.children.remove(name);
    }

    synchronized long idOf(String name) {
        return Objects.requireNonNull(root.children.get(name), name);
    }

    synchronized long lookupsOf(long id) {
        MemoryFile file = files.get(id);
        return file == null ? 0 : file.lookups;
    }

    /** FORGET is asynchronous, and overtaken by requests that travel otherwise. */
    synchronized void awaitForgotten(long id) throws InterruptedException {
        while (lookupsOf(id) > 0) {
            wait();
        }
    }

    synchronized int size() {
        return files.size();
    }

    private MemoryFile file(long id) throws ErrnoException {
        MemoryFile file = files.get(id);
        if (file == null) {
            throw FuseFailure.of(Errno.ESTALE);
        }
        return file;
    }

    private MemoryFile child(MemoryFile directory, FuseName name) throws ErrnoException {
        Long id = directory.children.get(name.toString());
        if (id == null) {
            throw FuseFailure.of(Errno.ENOENT);
        }
        return file(id);
    }

    private static void write(MemoryFile file, AttributesWriter out) {
        out.inode(file.id)
                .mode(file.mode)
                .owner(file.uid, file.gid)
                .links(file.links)
                .size(file.size)
                .blocks((file.size + 511) / 512)
                .device(file.major, file.minor)
                .accessed(file.atime, 1)
                .modified(file.mtime, 2)
                .changed(file.ctime, 3);
    }

    private static void found(MemoryFile file, EntryReply reply) {
        file.lookups++;
        write(file, reply.found(file.id, 0));
    }

    @Override
    public synchronized void lookup(FuseRequest request, FuseName name, EntryReply reply) throws ErrnoException {
        Long id = file(request.node()).children.get(name.toString());
        if (id == null) {
            reply.missing();
        } else {
            found(file(id), reply);
        }
    }

    @Override
    public synchronized void forget(long node, long lookups) {
        MemoryFile file = files.get(node);
        if (file != null) {
            file.lookups -= lookups;
            dropIfUnused(file);
            notifyAll();
        }
    }

    private void dropIfUnused(MemoryFile file) {
        if (file.lookups == 0 && file.links == 0) {
            files.remove(file.id);
        }
    }

    @Override
    public synchronized void getattr(FuseRequest request, long handle, AttributesReply reply) throws ErrnoException {
        write(file(request.node()), reply.attributes());
    }

    @Override
    public synchronized void setattr(FuseRequest request, SetAttributes set, AttributesReply reply)
            throws ErrnoException {
        MemoryFile file = file(request.node());
        if (set.has(SetattrMask.MODE)) {
            file.mode = file.type().bits() | (set.mode() & 07777);
        }
        if (set.has(SetattrMask.UID)) {
            file.uid = set.uid();
        }
        if (set.has(SetattrMask.GID)) {
            file.gid = set.gid();
        }
        if (set.has(SetattrMask.SIZE)) {
            file.resize(set.size());
        }
        if (set.has(SetattrMask.ATIME)) {
            file.atime = set.has(SetattrMask.ATIME_NOW) ? 77 : set.atimeSeconds();
        }
        if (set.has(SetattrMask.MTIME)) {
            file.mtime = set.has(SetattrMask.MTIME_NOW) ? 77 : set.mtimeSeconds();
        }
        write(file, reply.attributes());
    }

    @Override
    public synchronized void readlink(FuseRequest request, DataReply reply) throws ErrnoException {
        MemoryFile file = file(request.node());
        reply.buffer().put(file.data, 0, (int) file.size);
    }

    private MemoryFile make(FuseRequest request, FuseName name, int mode) throws ErrnoException {
        MemoryFile directory = file(request.node());
        if (directory.children.containsKey(name.toString())) {
            throw FuseFailure.of(Errno.EEXIST);
        }
        MemoryFile file = new MemoryFile(nextId++, mode, request.uid(), request.gid());
        files.put(file.id, file);
        directory.children.put(name.toString(), file.id);
        return file;
    }

    @Override
    public synchronized void symlink(FuseRequest request, FuseName name, FuseName target, EntryReply reply)
            throws ErrnoException {
        MemoryFile link = make(request, name, FileType.SYMLINK.bits() | 0777);
        link.data = target.toByteArray();
        link.size = link.data.length;
        found(link, reply);
    }

    @Override
    public synchronized void mknod(
            FuseRequest request, FuseName name, int mode, int umask, int major, int minor, EntryReply reply)
            throws ErrnoException {
        MemoryFile file = make(request, name, mode & ~umask);
        file.major = major;
        file.minor = minor;
        found(file, reply);
    }

    @Override
    public synchronized void mkdir(FuseRequest request, FuseName name, int mode, int umask, EntryReply reply)
            throws ErrnoException {
        MemoryFile made = make(request, name, FileType.DIRECTORY.bits() | (mode & ~umask & 07777));
        made.links = 2;
        found(made, reply);
    }

    @Override
    public synchronized void unlink(FuseRequest request, FuseName name) throws ErrnoException {
        MemoryFile directory = file(request.node());
        MemoryFile file = child(directory, name);
        directory.children.remove(name.toString());
        file.links--;
        dropIfUnused(file);
    }

    @Override
    public synchronized void rmdir(FuseRequest request, FuseName name) throws ErrnoException {
        MemoryFile directory = file(request.node());
        MemoryFile file = child(directory, name);
        if (!file.children.isEmpty()) {
            throw FuseFailure.of(Errno.ENOTEMPTY);
        }
        directory.children.remove(name.toString());
        file.links = 0;
        dropIfUnused(file);
    }

    @Override
    public synchronized void rename(FuseRequest request, FuseName name, long newParent, FuseName newName, int flags)
            throws ErrnoException {
        MemoryFile from = file(request.node());
        MemoryFile to = file(newParent);
        MemoryFile moved = child(from, name);
        Long there = to.children.get(newName.toString());
        if (there != null && (flags & RENAME_NOREPLACE) != 0) {
            throw FuseFailure.of(Errno.EEXIST);
        }
        from.children.remove(name.toString());
        to.children.put(newName.toString(), moved.id);
        if (there != null && (flags & RENAME_EXCHANGE) != 0) {
            from.children.put(name.toString(), there);
        } else if (there != null) {
            file(there).links--;
        }
    }

    @Override
    public synchronized void link(FuseRequest request, long node, FuseName newName, EntryReply reply)
            throws ErrnoException {
        MemoryFile file = file(node);
        file(request.node()).children.put(newName.toString(), node);
        file.links++;
        found(file, reply);
    }

    @Override
    public synchronized void open(FuseRequest request, int flags, boolean killPrivileges, OpenReply reply)
            throws ErrnoException {
        if ((flags & Open.O_TRUNC) != 0) {
            file(request.node()).resize(0);
        }
        openHandles++;
        reply.handle(request.node()).flags(OpenFlags.KEEP_CACHE);
    }

    @Override
    public synchronized void create(
            FuseRequest request, FuseName name, int mode, int umask, int flags, EntryReply entry, OpenReply open)
            throws ErrnoException {
        MemoryFile file = make(request, name, mode & ~umask);
        found(file, entry);
        openHandles++;
        open.handle(file.id);
    }

    @Override
    public synchronized void tmpfile(
            FuseRequest request, int mode, int umask, int flags, EntryReply entry, OpenReply open) {
        MemoryFile file = new MemoryFile(nextId++, mode & ~umask, request.uid(), request.gid());
        file.links = 0;
        files.put(file.id, file);
        found(file, entry);
        openHandles++;
        open.handle(file.id);
    }

    @Override
    public synchronized void release(FuseRequest request, long handle, int flags) {
        openHandles--;
    }

    @Override
    public synchronized void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply)
            throws ErrnoException {
        MemoryFile file = file(request.node());
        int from = (int) Math.min(offset, file.size);
        reply.buffer().put(file.data, from, (int) Math.min(size, file.size - from));
    }

    @Override
    public synchronized int write(
            FuseRequest request, long handle, long offset, ByteBuffer data, int writeFlags, int flags)
            throws ErrnoException {
        MemoryFile file = file(request.node());
        int count = data.remaining();
        file.resize(Math.max(file.size, offset + count));
        data.get(file.data, (int) offset, count);
        return count;
    }

    @Override
    public synchronized void fsync(FuseRequest request, long handle, boolean dataOnly) {
        synced++;
    }

    @Override
    public synchronized void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply)
            throws ErrnoException {
        List<Map.Entry<String, Long>> entries =
                new ArrayList<>(file(request.node()).children.entrySet());
        for (long at = cookie; at < entries.size(); at++) {
            Map.Entry<String, Long> entry = entries.get((int) at);
            MemoryFile file = file(entry.getValue());
            if (!reply.add(NativePath.encode(entry.getKey()), file.id, file.type(), at + 1)) {
                return;
            }
            if (reply.wantsEntries()) {
                found(file, reply.entry());
            }
        }
    }

    @Override
    public FileSystemStat statfs(FuseRequest request) {
        return new FileSystemStat(FileSystemStat.FUSE, 4096, 1000, 600, 500, 80, 70, 200, 0);
    }

    @Override
    public synchronized void setxattr(
            FuseRequest request, FuseName name, ByteBuffer value, int flags, boolean killSetgid) throws ErrnoException {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        file(request.node()).xattrs.put(name.toString(), bytes);
    }

    @Override
    public synchronized void getxattr(FuseRequest request, FuseName name, XattrReply reply) throws ErrnoException {
        byte[] value = file(request.node()).xattrs.get(name.toString());
        if (value == null) {
            throw FuseFailure.of(Errno.ENODATA);
        }
        reply.value(value);
    }

    @Override
    public synchronized void listxattr(FuseRequest request, XattrReply reply) throws ErrnoException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String name : file(request.node()).xattrs.keySet()) {
            names.writeBytes(NativePath.encode(name));
            names.write(0);
        }
        reply.value(names.toByteArray());
    }

    @Override
    public synchronized void removexattr(FuseRequest request, FuseName name) throws ErrnoException {
        if (file(request.node()).xattrs.remove(name.toString()) == null) {
            throw FuseFailure.of(Errno.ENODATA);
        }
    }

    @Override
    public synchronized void fallocate(FuseRequest request, long handle, int mode, long offset, long length)
            throws ErrnoException {
        MemoryFile file = file(request.node());
        if ((mode & PUNCH_HOLE) != 0) {
            int end = (int) Math.min(offset + length, file.size);
            Arrays.fill(file.data, (int) offset, end, (byte) 0);
        } else {
            file.resize(Math.max(file.size, offset + length));
        }
    }

    @Override
    public synchronized long lseek(FuseRequest request, long handle, long offset, int whence) throws ErrnoException {
        long size = file(request.node()).size;
        if (offset >= size) {
            throw FuseFailure.of(Errno.ENXIO);
        }
        return whence == 3 ? offset : size;
    }

    @Override
    public synchronized long copyFileRange(
            FuseRequest request, long handle, long offset, long toNode, long toHandle, long toOffset, long length)
            throws ErrnoException {
        MemoryFile from = file(request.node());
        MemoryFile to = file(toNode);
        int count = (int) Math.max(0, Math.min(length, from.size - offset));
        to.resize(Math.max(to.size, toOffset + count));
        System.arraycopy(from.data, (int) offset, to.data, (int) toOffset, count);
        return count;
    }

    @Override
    public synchronized void syncfs(FuseRequest request) {
        synced++;
    }

    @Override
    public int ioctl(FuseRequest request, long handle, int command, ByteBuffer input, ByteBuffer output)
            throws ErrnoException {
        if (command != FICTIONAL_IOCTL) {
            throw FuseFailure.of(Errno.ENOTTY);
        }
        output.putInt(4711);
        return 0;
    }
}
