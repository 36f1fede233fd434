package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.AttrLayout;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The answer to whatever finds or makes a directory entry. Exactly one of {@link #found} and {@link #missing} is
 * called; a handler that calls neither, and throws nothing, has a bug and the caller gets EIO.
 *
 * <p>Each {@link #found} that reaches the kernel counts one lookup of the node, which {@link FuseHandler#forget} takes
 * back. Reused: valid only until the handler's method returns.
 */
public final class EntryReply {
    private final ByteBuffer out;
    private final Timeouts timeouts;
    private final AttributesWriter attributes;
    private int at;
    private boolean answered;

    EntryReply(ByteBuffer out, Timeouts timeouts) {
        this.out = out;
        this.timeouts = timeouts;
        this.attributes = new AttributesWriter(out);
    }

    void place(int entryAt) {
        at = entryAt;
        answered = false;
    }

    /** A READDIRPLUS entry without a node, which the kernel takes for a name only. */
    void clear() {
        for (int i = 0; i < AttrLayout.ENTRY_BYTES; i += Long.BYTES) {
            out.putLong(at + i, 0);
        }
    }

    boolean isAnswered() {
        return answered;
    }

    /**
     * The name leads to a node; its attributes are to be written next.
     *
     * @param node its id: not 0, and 1 only for the root; equal for two names only if they are one file. The file's
     *     type must never change under an id
     * @param generation tells a node from an earlier one with the same id; 0 if ids are never used again
     */
    public AttributesWriter found(long node, long generation) {
        answered = true;
        out.putLong(at + AttrLayout.ENTRY_NODE, node);
        out.putLong(at + AttrLayout.ENTRY_GENERATION, generation);
        entryTimeout(timeouts.entry());
        attributesTimeout(timeouts.attributes());
        return attributes.place(at + AttrLayout.ENTRY_ATTR);
    }

    /**
     * There is no such name, and the kernel may remember that ({@link Timeouts#negative}). Only for LOOKUP: other
     * operations fail with ENOENT.
     */
    public void missing() {
        answered = true;
        clear();
        entryTimeout(timeouts.negative());
    }

    /** Overrides {@link Timeouts#entry} (or {@code negative}) for this answer. */
    public EntryReply entryTimeout(Duration timeout) {
        out.putLong(at + AttrLayout.ENTRY_VALID, timeout.getSeconds());
        out.putInt(at + AttrLayout.ENTRY_VALID_NANOS, timeout.getNano());
        return this;
    }

    /** Overrides {@link Timeouts#attributes} for this answer. */
    public EntryReply attributesTimeout(Duration timeout) {
        out.putLong(at + AttrLayout.ENTRY_ATTR_VALID, timeout.getSeconds());
        out.putInt(at + AttrLayout.ENTRY_ATTR_VALID_NANOS, timeout.getNano());
        return this;
    }
}
