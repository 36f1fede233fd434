package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.AttrLayout;
import io.jfs.fuse.wire.DirentLayout;
import io.jfs.linux.FileType;
import java.nio.ByteBuffer;

/**
 * The answer to READDIR and READDIRPLUS: as many entries as fit, from the cookie that was asked for on; none means the
 * end. Reused: valid only until the handler's method returns.
 */
public final class DirectoryReply {
    private final ByteBuffer out;
    private final EntryReply entry;
    private boolean plus;
    private int start;
    private int next;
    private int end;

    /** Whether the last name has an entry that says nothing yet. */
    private boolean isOpen;

    DirectoryReply(ByteBuffer out, Timeouts timeouts) {
        this.out = out;
        this.entry = new EntryReply(out, timeouts);
    }

    void place(int at, int room, boolean withEntries) {
        start = at;
        next = at;
        end = at + room;
        plus = withEntries;
        isOpen = false;
    }

    int length() {
        finishEntry();
        return next - start;
    }

    /** Bytes that are left. */
    public int room() {
        return end - next;
    }

    /** Whether this is READDIRPLUS: each added name may get a node and attributes by {@link #entry}. */
    public boolean wantsEntries() {
        return plus;
    }

    /**
     * Adds a name.
     *
     * @param inode {@code d_ino}: equal to what GETATTR says
     * @param nextCookie where a later request goes on after this entry; not 0, and stable for as long as the directory
     *     is not changed
     * @return false if there is no room left: nothing was added, and the handler returns
     */
    public boolean add(byte[] name, long inode, FileType type, long nextCookie) {
        return add(name, 0, name.length, inode, type, nextCookie);
    }

    /** As {@link #add(byte[], long, FileType, long)}, for a name in a part of an array. */
    public boolean add(byte[] names, int offset, int length, long inode, FileType type, long nextCookie) {
        int direntAt = plus ? next + AttrLayout.ENTRY_BYTES : next;
        int after = direntAt + DirentLayout.bytes(length);
        if (after > end) {
            return false;
        }
        finishEntry();
        if (plus) {
            entry.place(next);
            isOpen = true;
        }
        out.putLong(after - Long.BYTES, 0); // the padding; overwritten below where it is none
        out.putLong(direntAt + DirentLayout.INODE, inode);
        out.putLong(direntAt + DirentLayout.NEXT, nextCookie);
        out.putInt(direntAt + DirentLayout.NAME_LENGTH, length);
        out.putInt(direntAt + DirentLayout.TYPE, type.bits() >>> 12);
        out.put(direntAt + DirentLayout.NAME, names, offset, length);
        next = after;
        return true;
    }

    /** A name whose node nobody told stays a name only. */
    private void finishEntry() {
        if (isOpen && !entry.isAnswered()) {
            entry.clear();
        }
        isOpen = false;
    }

    /**
     * The node and attributes of the name just added, in READDIRPLUS. Without {@link EntryReply#found} the kernel takes
     * the name only and counts no lookup; so for {@code .} and {@code ..}, for which it counts none anyway.
     *
     * @throws IllegalStateException if not {@link #wantsEntries}
     */
    public EntryReply entry() {
        if (!plus) {
            throw new IllegalStateException("READDIR takes no entries");
        }
        return entry;
    }
}
