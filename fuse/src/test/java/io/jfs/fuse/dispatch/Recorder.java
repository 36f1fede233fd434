package io.jfs.fuse.dispatch;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.FileType;
import java.nio.ByteBuffer;

/** Writes down how it was called, and answers with numbers that are easy to find in a dump. */
final class Recorder implements FuseHandler {
    final StringBuilder calls = new StringBuilder();

    private void note(FuseRequest request, Object... arguments) {
        calls.append(request.opcode()).append('(').append(request.node());
        for (Object argument : arguments) {
            calls.append(", ").append(argument);
        }
        calls.append(')');
    }

    String taken() {
        String taken = calls.toString();
        calls.setLength(0);
        return taken;
    }

    private static void fill(AttributesWriter out) {
        out.inode(0xa1)
                .size(0xa2)
                .blocks(0xa3)
                .accessed(0xa4, 0xa7)
                .modified(0xa5, 0xa8)
                .changed(0xa6, 0xa9)
                .mode(0xaa)
                .links(0xab)
                .owner(0xac, 0xad)
                .device(0, 0xae)
                .blockSize(0xaf);
    }

    @Override
    public void lookup(FuseRequest request, FuseName name, EntryReply reply) throws ErrnoException {
        note(request, name, name.length(), request.uid(), request.gid(), request.pid(), request.unique());
        switch (name.toString()) {
            case "missing" -> reply.missing();
            case "error" -> throw new ErrnoException(Errno.EACCES, "test", "");
            default -> fill(reply.found(0xb1, 0xb2));
        }
    }

    @Override
    public void forget(long node, long lookups) {
        calls.append("forget(").append(node).append(", ").append(lookups).append(')');
    }

    @Override
    public void getattr(FuseRequest request, long handle, AttributesReply reply) {
        note(request, handle);
        fill(reply.attributes());
    }

    @Override
    public void setattr(FuseRequest request, SetAttributes set, AttributesReply reply) {
        note(request, set.mask(), set.handle(), set.size(), set.atimeSeconds(), set.atimeNanos());
        note(request, set.mtimeSeconds(), set.mtimeNanos(), set.mode(), set.uid(), set.gid());
        fill(reply.attributes());
    }

    @Override
    public void symlink(FuseRequest request, FuseName name, FuseName target, EntryReply reply) {
        note(request, name, target, request.supplementaryGroup());
        fill(reply.found(0xb1, 0));
    }

    @Override
    public void mknod(FuseRequest request, FuseName name, int mode, int umask, int major, int minor, EntryReply reply) {
        note(request, name, mode, umask, major, minor);
        fill(reply.found(0xb1, 0));
    }

    @Override
    public void create(
            FuseRequest request, FuseName name, int mode, int umask, int flags, EntryReply entry, OpenReply open) {
        note(request, name, mode, umask, flags);
        fill(entry.found(0xb1, 0));
        open.handle(0xc1).passthrough(0xc2);
    }

    @Override
    public void rename(FuseRequest request, FuseName name, long newParent, FuseName newName, int flags) {
        note(request, name, newParent, newName, flags);
    }

    @Override
    public void read(FuseRequest request, long handle, long offset, int size, int flags, DataReply reply) {
        note(request, handle, offset, size, flags, reply.buffer().remaining());
        reply.put(new byte[] {1, 2, 3});
    }

    @Override
    public int write(FuseRequest request, long handle, long offset, ByteBuffer data, int writeFlags, int flags) {
        note(request, handle, offset, data.remaining(), data.get(data.position()), writeFlags, flags);
        return data.remaining();
    }

    @Override
    public void readdir(FuseRequest request, long handle, long cookie, DirectoryReply reply) {
        note(request, handle, cookie, reply.room());
        while (reply.add(new byte[] {'n', 'a', 'm', 'e'}, 0xd1, FileType.DIRECTORY, 0xd2)) {
            if (reply.wantsEntries()) {
                fill(reply.entry().found(0xb1, 0xb2));
            }
        }
    }

    @Override
    public void setxattr(FuseRequest request, FuseName name, ByteBuffer value, int flags, boolean killSetgid) {
        note(request, name, value.remaining(), flags, killSetgid);
    }

    @Override
    public void getxattr(FuseRequest request, FuseName name, XattrReply reply) throws ErrnoException {
        note(request, name, reply.wantsSizeOnly());
        reply.value(new byte[] {9, 8, 7});
    }

    @Override
    public long lseek(FuseRequest request, long handle, long offset, int whence) {
        note(request, handle, offset, whence);
        return 0xe1;
    }

    @Override
    public long copyFileRange(
            FuseRequest request, long handle, long offset, long toNode, long toHandle, long toOffset, long length) {
        note(request, handle, offset, toNode, toHandle, toOffset, length);
        return length;
    }

    @Override
    public void fallocate(FuseRequest request, long handle, int mode, long offset, long length) {
        note(request, handle, mode, offset, length);
    }
}
