package io.jfs.testkit;

import java.util.Arrays;

/** What a file must hold: bytes up to its size, and zeros wherever it grows. */
final class FileModel {
    /** How large the file may get. */
    static final int LIMIT = 300_000;

    private final byte[] bytes = new byte[LIMIT];
    private int size;

    FileModel(byte[] content) {
        write(0, content);
    }

    int size() {
        return size;
    }

    byte[] range(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, Math.clamp(size, offset, offset + length));
    }

    void write(int offset, byte[] data) {
        System.arraycopy(data, 0, bytes, offset, data.length);
        grow(offset + data.length);
    }

    void grow(int end) {
        size = Math.max(size, end);
    }

    void truncate(int end) {
        Arrays.fill(bytes, Math.min(end, size), LIMIT, (byte) 0);
        size = end;
    }

    /** Zeros within the file; it does not grow. */
    void zero(int offset, int length) {
        Arrays.fill(bytes, Math.min(offset, size), Math.min(offset + length, size), (byte) 0);
    }

    void collapse(int offset, int length) {
        byte[] rest = range(offset + length, LIMIT - offset - length);
        truncate(offset);
        write(offset, rest);
    }

    void insert(int offset, int length) {
        byte[] rest = range(offset, LIMIT - offset);
        truncate(offset);
        write(offset, new byte[length]);
        write(offset + length, rest);
    }

    boolean isZero(long from, long to) {
        for (long i = from; i < Math.min(to, size); i++) {
            if (bytes[(int) i] != 0) {
                return false;
            }
        }
        return true;
    }
}
