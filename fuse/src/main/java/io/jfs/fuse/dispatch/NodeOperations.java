package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.AttrLayout;
import io.jfs.linux.Errno;
import io.jfs.linux.FileSystemStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests that are about a node as a whole. Each method returns the reply's length. */
final class NodeOperations {
    private static final int GETATTR_HANDLE = 1; // FUSE_GETATTR_FH
    private static final int SETXATTR_KILL_SGID = 1; // FUSE_SETXATTR_ACL_KILL_SGID
    private static final int STATFS_BYTES = 80; // struct fuse_kstatfs
    private static final int FORGET_BYTES = 16; // struct fuse_forget_one

    private final FuseHandler handler;
    private final Frame frame;
    private final FuseName name;
    private final AttributesReply attributes;
    private final SetAttributes set;
    private final DataReply data;
    private final XattrReply xattr;
    private final ByteBuffer input;

    NodeOperations(FuseHandler handler, Frame frame, Timeouts timeouts) {
        this.handler = handler;
        this.frame = frame;
        name = new FuseName(frame.in);
        attributes = new AttributesReply(frame.out, timeouts);
        set = new SetAttributes(frame.in);
        data = new DataReply(frame.out.duplicate().order(ByteOrder.nativeOrder()));
        xattr = new XattrReply(frame.out);
        input = frame.in.duplicate().order(ByteOrder.nativeOrder());
    }

    /** {@code struct fuse_forget_in}: nlookup 0. */
    void forget() {
        handler.forget(frame.request.node(), frame.u64(0));
    }

    /** {@code struct fuse_batch_forget_in}: count 0; then (nodeid 0, nlookup 8) each. */
    void batchForget() throws IOException {
        int count = frame.u32(0);
        if (count < 0 || (long) count * FORGET_BYTES > frame.end - frame.payload) {
            throw Frame.malformed();
        }
        for (int i = 0; i < count; i++) {
            int at = frame.payload + i * FORGET_BYTES;
            handler.forget(frame.in.getLong(at), frame.in.getLong(at + 8));
        }
    }

    /** {@code struct fuse_getattr_in}: getattr_flags 0, fh 8. */
    int getattr() throws IOException {
        attributes.place(frame.reply);
        long handle = (frame.u32(0) & GETATTR_HANDLE) != 0 ? frame.u64(8) : -1;
        handler.getattr(frame.request, handle, attributes);
        return attributesLength();
    }

    int setattr() throws IOException {
        attributes.place(frame.reply);
        set.place(frame.struct);
        handler.setattr(frame.request, set, attributes);
        return attributesLength();
    }

    private int attributesLength() throws IOException {
        if (!attributes.isAnswered()) {
            throw FuseFailure.of(Errno.EIO);
        }
        return AttrLayout.ATTR_OUT_BYTES;
    }

    int readlink() throws IOException {
        data.place(frame.reply, Math.min(frame.room, 4095)); // PATH_MAX without its NUL
        handler.readlink(frame.request, data);
        return data.length();
    }

    int statfs() throws IOException {
        FileSystemStat stat = handler.statfs(frame.request);
        ByteBuffer out = frame.out;
        int at = frame.reply;
        for (int i = 0; i < STATFS_BYTES; i += Long.BYTES) {
            out.putLong(at + i, 0);
        }
        out.putLong(at, stat.blocks());
        out.putLong(at + 8, stat.freeBlocks());
        out.putLong(at + 16, stat.availableBlocks());
        out.putLong(at + 24, stat.files());
        out.putLong(at + 32, stat.freeFiles());
        out.putInt(at + 40, (int) stat.blockSize());
        out.putInt(at + 44, stat.maxNameBytes());
        out.putInt(at + 48, (int) stat.blockSize());
        return STATFS_BYTES;
    }

    /** {@code struct fuse_setxattr_in}: size 0, flags 4, setxattr_flags 8. */
    int setxattr() throws IOException {
        int valueAt = frame.name(name);
        ByteBuffer value = frame.data(input, valueAt, frame.u32(0));
        boolean killSetgid = !frame.shortSetxattr && (frame.u32(8) & SETXATTR_KILL_SGID) != 0;
        handler.setxattr(frame.request, name, value, frame.u32(4), killSetgid);
        return 0;
    }

    /** {@code struct fuse_getxattr_in}: size 0. */
    int getxattr() throws IOException {
        frame.name(name);
        xattr.place(frame.reply, xattrRoom());
        handler.getxattr(frame.request, name, xattr);
        return xattr.length();
    }

    int listxattr() throws IOException {
        xattr.place(frame.reply, xattrRoom());
        handler.listxattr(frame.request, xattr);
        return xattr.length();
    }

    private int xattrRoom() throws IOException {
        int size = frame.u32(0);
        if (size < 0) {
            throw Frame.malformed();
        }
        return Math.min(size, frame.room);
    }

    int removexattr() throws IOException {
        frame.name(name);
        handler.removexattr(frame.request, name);
        return 0;
    }

    /** {@code struct fuse_access_in}: mask 0. */
    int access() throws IOException {
        handler.access(frame.request, frame.u32(0));
        return 0;
    }

    int syncfs() throws IOException {
        handler.syncfs(frame.request);
        return 0;
    }
}
