package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.AttrLayout;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The answer to GETATTR and SETATTR. {@link #attributes} must be called, else the caller gets EIO. Reused: valid only
 * until the handler's method returns.
 */
public final class AttributesReply {
    private final ByteBuffer out;
    private final Timeouts timeouts;
    private final AttributesWriter attributes;
    private int at;
    private boolean answered;

    AttributesReply(ByteBuffer out, Timeouts timeouts) {
        this.out = out;
        this.timeouts = timeouts;
        this.attributes = new AttributesWriter(out);
    }

    void place(int attrOutAt) {
        at = attrOutAt;
        answered = false;
    }

    boolean isAnswered() {
        return answered;
    }

    /** The node's attributes, to be written by the result's methods. */
    public AttributesWriter attributes() {
        answered = true;
        timeout(timeouts.attributes());
        out.putInt(at + AttrLayout.ATTR_OUT_VALID_NANOS + 4, 0);
        return attributes.place(at + AttrLayout.ATTR_OUT_ATTR);
    }

    /** Overrides {@link Timeouts#attributes} for this answer; called after {@link #attributes}. */
    public AttributesReply timeout(Duration timeout) {
        out.putLong(at + AttrLayout.ATTR_OUT_VALID, timeout.getSeconds());
        out.putInt(at + AttrLayout.ATTR_OUT_VALID_NANOS, timeout.getNano());
        return this;
    }
}
