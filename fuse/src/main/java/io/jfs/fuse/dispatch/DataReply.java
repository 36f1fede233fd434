package io.jfs.fuse.dispatch;

import java.nio.ByteBuffer;

/**
 * The answer to READ and READLINK: the bytes put into {@link #buffer} between its first position and its last; none is
 * the end of the file. Reused: valid only until the handler's method returns.
 */
public final class DataReply {
    private final ByteBuffer out;
    private int start;

    /** @param out a view of the reply's buffer that belongs to this reply alone */
    DataReply(ByteBuffer out) {
        this.out = out;
    }

    void place(int at, int room) {
        start = at;
        out.limit(at + room).position(at);
    }

    int length() {
        return out.position() - start;
    }

    /** A direct buffer with as much room as was asked for, to be filled from its position on, as by {@code pread}. */
    public ByteBuffer buffer() {
        return out;
    }

    /** Puts bytes after those that are there. */
    public DataReply put(byte[] bytes) {
        out.put(bytes);
        return this;
    }
}
