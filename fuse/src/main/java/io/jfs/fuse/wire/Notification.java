package io.jfs.fuse.wire;

import java.nio.ByteBuffer;

/**
 * Messages to the kernel that answer no request: {@code enum fuse_notify_code}. Each method writes one at the buffer's
 * start and returns its length.
 */
public final class Notification {
    /** Bytes that {@link #store} puts before the data. */
    public static final int STORE_HEADER_BYTES = Headers.OUT_BYTES + 24;

    private static final int INVAL_INODE = 2;
    private static final int INVAL_ENTRY = 3;
    private static final int STORE = 4;
    private static final int DELETE = 6;
    private static final int BODY = Headers.OUT_BYTES;

    private Notification() {}

    /** {@code struct fuse_notify_inval_inode_out}: ino 0, off 8, len 16. */
    public static int invalidateNode(ByteBuffer out, long node, long offset, long length) {
        out.putLong(BODY, node);
        out.putLong(BODY + 8, offset);
        out.putLong(BODY + 16, length);
        return finish(out, INVAL_INODE, BODY + 24);
    }

    /** {@code struct fuse_notify_inval_entry_out}: parent 0, namelen 8, flags 12; then the name and a NUL. */
    public static int invalidateEntry(ByteBuffer out, long parent, byte[] name) {
        out.putLong(BODY, parent);
        out.putInt(BODY + 8, name.length);
        out.putInt(BODY + 12, 0);
        return finish(out, INVAL_ENTRY, name(out, BODY + 16, name));
    }

    /** {@code struct fuse_notify_delete_out}: parent 0, child 8, namelen 16; then the name and a NUL. */
    public static int deleteEntry(ByteBuffer out, long parent, long child, byte[] name) {
        out.putLong(BODY, parent);
        out.putLong(BODY + 8, child);
        out.putInt(BODY + 16, name.length);
        out.putInt(BODY + 20, 0);
        return finish(out, DELETE, name(out, BODY + 24, name));
    }

    /** {@code struct fuse_notify_store_out}: nodeid 0, offset 8, size 16; then the data, which is put here too. */
    public static int store(ByteBuffer out, long node, long offset, ByteBuffer data) {
        int size = data.remaining();
        out.putLong(BODY, node);
        out.putLong(BODY + 8, offset);
        out.putInt(BODY + 16, size);
        out.putInt(BODY + 20, 0);
        out.put(STORE_HEADER_BYTES, data, data.position(), size);
        data.position(data.limit());
        return finish(out, STORE, STORE_HEADER_BYTES + size);
    }

    private static int name(ByteBuffer out, int at, byte[] name) {
        out.put(at, name);
        out.put(at + name.length, (byte) 0);
        return at + name.length + 1;
    }

    private static int finish(ByteBuffer out, int code, int length) {
        Headers.putOut(out, 0, length, code, 0);
        return length;
    }
}
