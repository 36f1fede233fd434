package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.SetattrMask;
import java.nio.ByteBuffer;

/**
 * Which attributes to set to what: {@code struct fuse_setattr_in}. A value has a meaning only if its bit is in
 * {@link #mask}. Reused: valid only until the handler's method returns.
 */
public final class SetAttributes {
    private final ByteBuffer in;
    private int at;

    SetAttributes(ByteBuffer in) {
        this.in = in;
    }

    void place(int setattrAt) {
        at = setattrAt;
    }

    /** Bits of {@link SetattrMask}. */
    public int mask() {
        return in.getInt(at);
    }

    /** Whether all these bits of {@link SetattrMask} are set. */
    public boolean has(int bits) {
        return (mask() & bits) == bits;
    }

    public long handle() {
        return in.getLong(at + 8);
    }

    public long size() {
        return in.getLong(at + 16);
    }

    public long atimeSeconds() {
        return in.getLong(at + 32);
    }

    public long mtimeSeconds() {
        return in.getLong(at + 40);
    }

    public long ctimeSeconds() {
        return in.getLong(at + 48);
    }

    public int atimeNanos() {
        return in.getInt(at + 56);
    }

    public int mtimeNanos() {
        return in.getInt(at + 60);
    }

    public int ctimeNanos() {
        return in.getInt(at + 64);
    }

    /** Type and permissions. */
    public int mode() {
        return in.getInt(at + 68);
    }

    public int uid() {
        return in.getInt(at + 76);
    }

    public int gid() {
        return in.getInt(at + 80);
    }
}
