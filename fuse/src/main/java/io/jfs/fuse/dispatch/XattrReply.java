package io.jfs.fuse.dispatch;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import java.nio.ByteBuffer;

/**
 * The answer to GETXATTR and LISTXATTR: a value, or its size if that is all the caller asked for. Reused: valid only
 * until the handler's method returns.
 */
public final class XattrReply {
    private static final int SIZE_OUT_BYTES = 8; // struct fuse_getxattr_out { u32 size, padding; }

    private final ByteBuffer out;
    private int at;
    private int asked;
    private int length;

    XattrReply(ByteBuffer out) {
        this.out = out;
    }

    void place(int valueAt, int size) {
        at = valueAt;
        asked = size;
        length = 0;
        if (asked == 0) {
            size(0);
        }
    }

    int length() {
        return length;
    }

    /** Whether the caller wants the size only, so that {@link #size} is enough. */
    public boolean wantsSizeOnly() {
        return asked == 0;
    }

    /**
     * The value.
     *
     * @throws ErrnoException ERANGE if the caller has less room, which is to go on to the caller
     */
    public void value(byte[] bytes) throws ErrnoException {
        if (asked == 0) {
            size(bytes.length);
            return;
        }
        if (bytes.length > asked) {
            throw FuseFailure.of(Errno.ERANGE);
        }
        out.put(at, bytes);
        length = bytes.length;
    }

    /** The value's size, where {@link #wantsSizeOnly}. */
    public void size(int bytes) {
        if (asked != 0) {
            throw new IllegalStateException("the value itself was asked for");
        }
        out.putInt(at, bytes);
        out.putInt(at + 4, 0);
        length = SIZE_OUT_BYTES;
    }
}
