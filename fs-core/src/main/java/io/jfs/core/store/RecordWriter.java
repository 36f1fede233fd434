package io.jfs.core.store;

import java.io.ByteArrayOutputStream;

/** Writes the primitives of a record: a byte, a variable-length number (7 bits each, lowest first), a string. */
final class RecordWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    void writeByte(int value) {
        out.write(value);
    }

    void writeNumber(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Small negative numbers stay short: 0, -1, 1, -2 are written as 0, 1, 2, 3. */
    void writeSigned(long value) {
        writeNumber((value << 1) ^ (value >> 63));
    }

    void writeString(String value) {
        byte[] bytes = Text.encode(value);
        writeNumber(bytes.length);
        out.writeBytes(bytes);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
