package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.OpenFlags;
import java.nio.ByteBuffer;

/**
 * The answer to OPEN, OPENDIR and CREATE: a handle of the handler's choice, 0 until set, that comes back with every
 * operation on the open file; and how the kernel is to treat the file. Reused: valid only until the handler's method
 * returns.
 */
public final class OpenReply {
    /** {@code struct fuse_open_out}: fh 0, open_flags 8, backing_id 12. */
    static final int BYTES = 16;

    private final ByteBuffer out;
    private int at;

    OpenReply(ByteBuffer out) {
        this.out = out;
    }

    void place(int openOutAt) {
        at = openOutAt;
        out.putLong(at, 0);
        out.putLong(at + 8, 0);
    }

    /** The handle. */
    public OpenReply handle(long handle) {
        out.putLong(at, handle);
        return this;
    }

    /**
     * Adds {@link OpenFlags}. {@code KEEP_CACHE} is right wherever nobody changes the file behind the kernel's back.
     */
    public OpenReply flags(int openFlags) {
        out.putInt(at + 8, out.getInt(at + 8) | openFlags);
        return this;
    }

    /**
     * The kernel itself reads, writes and maps the backing file: no READ or WRITE will come. FLUSH (but for
     * {@code NOFLUSH}), FSYNC, SETATTR, FALLOCATE and the like still do.
     *
     * <p>While a node is open so, every further open of it must be so with the same id, and while it is open otherwise
     * it cannot be opened so: the kernel answers EIO. Hence one node has one backing file for life. {@code KEEP_CACHE}
     * excludes it.
     *
     * @param backingId from {@link FuseConnection#openBacking}
     */
    public OpenReply passthrough(int backingId) {
        out.putInt(at + 12, backingId);
        return flags(OpenFlags.PASSTHROUGH);
    }
}
