package io.jfs.fuse.dispatch;

import io.jfs.linux.NativePath;
import java.nio.ByteBuffer;

/**
 * The name of a directory entry, a path (the target of a new symbolic link) or the name of an extended attribute: bytes
 * without a NUL. A view that is reused: valid only until the handler's method returns. {@link #toByteArray} and
 * {@link #toString} keep it; the rest allocates nothing.
 */
public final class FuseName {
    private final ByteBuffer bytes;
    private int start;
    private int length;
    private int hash;

    FuseName(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Points this view at the NUL-terminated bytes at an offset.
     *
     * @return where the bytes after the NUL begin, or -1 if there is no NUL before {@code end}
     */
    int place(int at, int end) {
        int h = 1;
        for (int i = at; i < end; i++) {
            byte b = bytes.get(i);
            if (b == 0) {
                start = at;
                length = i - at;
                hash = h;
                return i + 1;
            }
            h = 31 * h + b;
        }
        return -1;
    }

    /** How many bytes it has. */
    public int length() {
        return length;
    }

    /** The byte at an index below {@link #length}. */
    public byte byteAt(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException(index);
        }
        return bytes.get(start + index);
    }

    /** The hash of its bytes, equal to {@code Arrays.hashCode(toByteArray())}; computed while the request is read. */
    public int hash() {
        return hash;
    }

    /** Whether these are its bytes. */
    public boolean contentEquals(byte[] other) {
        return contentEquals(other, 0, other.length);
    }

    /** Whether this part of an array has its bytes. */
    public boolean contentEquals(byte[] other, int offset, int count) {
        if (count != length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (bytes.get(start + i) != other[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Copies its bytes, {@link #length} many, into an array. */
    public void copyTo(byte[] into, int offset) {
        bytes.get(start, into, offset, length);
    }

    /** Its bytes. */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        copyTo(copy, 0);
        return copy;
    }

    /** Its text as {@link NativePath#decode(byte[])} has it, which any name survives. */
    @Override
    public String toString() {
        return NativePath.decode(toByteArray());
    }
}
