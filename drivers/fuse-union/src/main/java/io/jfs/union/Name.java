package io.jfs.union;

import io.jfs.linux.NativePath;
import io.jfs.union.index.IndexDirectory;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One name of a directory entry, as bytes with their hash: what a lookup compares. An instance can be filled again and
 * again, so that a thread which looks names up makes no garbage. Not thread-safe; nobody keeps one that was passed in.
 */
public final class Name {
    private byte[] bytes;
    private int length;
    private int hash;

    /** An empty one, to be set. */
    public Name() {
        bytes = new byte[256];
    }

    private Name(byte[] bytes) {
        this.bytes = bytes;
        this.length = bytes.length;
        this.hash = hash(bytes, bytes.length);
    }

    /** The name that is spelt so, by {@link NativePath}. */
    public static Name of(String text) {
        return new Name(NativePath.encode(text));
    }

    /** One that is kept, of a part of an array. */
    static Name copyOf(byte[] from, int start, int end) {
        return new Name(Arrays.copyOfRange(from, start, end));
    }

    /** Takes the bytes at an absolute position of a buffer, whose position stays; returns itself. */
    public Name set(ByteBuffer from, int position, int count) {
        room(count);
        from.get(position, bytes, 0, count);
        return filled(count);
    }

    /** Takes a part of an array; returns itself. */
    public Name set(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, 0, count);
        return filled(count);
    }

    private void room(int count) {
        if (bytes.length < count) {
            bytes = new byte[count];
        }
    }

    private Name filled(int count) {
        length = count;
        hash = hash(bytes, count);
        return this;
    }

    /** Its bytes are the first {@link #length} of this array, which the caller does not change. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes. */
    public int length() {
        return length;
    }

    /** The hash of the bytes, as {@link #hashOf}. */
    int hash() {
        return hash;
    }

    /** Its number in an index's directory, -1 if it is not there. */
    int find(IndexDirectory directory) {
        return directory.find(bytes, length);
    }

    /** Whether this is the name that is spelt so. */
    boolean isSpelt(String text) {
        if (text.length() > length) {
            return false; // no char takes less than a byte
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return toString().equals(text);
            }
            if (c != bytes[i]) {
                return false;
            }
        }
        return text.length() == length;
    }

    /** The hash of a name that is spelt so. */
    static int hashOf(String text) {
        byte[] encoded = NativePath.encode(text);
        return hash(encoded, encoded.length);
    }

    /** Polynomial like String's, then spread, since children maps use the low bits. */
    private static int hash(byte[] bytes, int length) {
        int h = 0;
        for (int i = 0; i < length; i++) {
            h = 31 * h + bytes[i];
        }
        h ^= h >>> 16;
        return h * 0x7feb352d;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && Arrays.equals(bytes, 0, length, name.bytes, 0, name.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The name spelt by {@link NativePath}. */
    @Override
    public String toString() {
        return NativePath.decode(bytes, 0, length);
    }
}
