package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import java.nio.ByteBuffer;

/**
 * Who asks what of which node. A view of the request's bytes that is reused: valid only until the handler's method
 * returns, and only in its thread.
 */
public final class FuseRequest {
    private static final int EXT_GROUPS = 32; // FUSE_EXT_GROUPS, linux/fuse.h

    private final ByteBuffer bytes;
    private final Interrupts interrupts;
    private int at;
    private int end;
    private Opcode opcode = Opcode.INIT;

    FuseRequest(ByteBuffer bytes, Interrupts interrupts) {
        this.bytes = bytes;
        this.interrupts = interrupts;
    }

    /** @param payloadEnd where the request ends, with its extensions */
    void place(Opcode asked, int headerAt, int payloadEnd) {
        opcode = asked;
        at = headerAt;
        end = payloadEnd;
    }

    /** The operation. */
    public Opcode opcode() {
        return opcode;
    }

    /** The request's number; the kernel gives each one once at a time. */
    public long unique() {
        return Headers.unique(bytes, at);
    }

    /** The node that the operation is about: a directory where it has a name, 1 for the root. */
    public long node() {
        return Headers.node(bytes, at);
    }

    /** The caller's filesystem user id; -1 on idmapped mounts for operations that create nothing. */
    public int uid() {
        return Headers.uid(bytes, at);
    }

    /** The caller's filesystem group id; -1 on idmapped mounts for operations that create nothing. */
    public int gid() {
        return Headers.gid(bytes, at);
    }

    /** The caller's process (thread) id in our PID namespace; 0 if it is not visible there. */
    public int pid() {
        return Headers.pid(bytes, at);
    }

    /**
     * Whether the caller was interrupted by a signal and waits in vain. A handler that works long or waits may look
     * from time to time and fail with EINTR; it need not, and the caller then waits for the answer.
     */
    public boolean isInterrupted() {
        return interrupts.contains(unique());
    }

    /**
     * The one supplementary group by which the caller may create in a set-group-ID directory ({@code FUSE_EXT_GROUPS});
     * -1 if the kernel sent none. Only with operations that create.
     */
    public int supplementaryGroup() {
        int left = Headers.extensionBytes(bytes, at);
        while (left >= 8) {
            int header = end - left;
            int size = bytes.getInt(header);
            if (bytes.getInt(header + 4) == EXT_GROUPS && size >= 16 && bytes.getInt(header + 8) > 0) {
                return bytes.getInt(header + 12);
            }
            if (size < 8) {
                return -1;
            }
            left -= size;
        }
        return -1;
    }
}
