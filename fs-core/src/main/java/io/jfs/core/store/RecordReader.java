package io.jfs.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link RecordWriter} wrote; damage of any kind is an IOException. */
final class RecordReader {
    private final ByteBuffer in;

    RecordReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    int readByte() throws IOException {
        if (!in.hasRemaining()) {
            throw new IOException("the record ends too early");
        }
        return in.get() & 0xFF;
    }

    long readNumber() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number in the record is too long");
    }

    long readSigned() throws IOException {
        long value = readNumber();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number of things of at least one byte each, so never more than what is left of the record. */
    int readCount() throws IOException {
        long count = readNumber();
        if (count < 0 || count > in.remaining()) {
            throw new IOException("a length in the record is too large");
        }
        return (int) count;
    }

    String readString() throws IOException {
        byte[] bytes = new byte[readCount()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void requireEnd() throws IOException {
        if (in.hasRemaining()) {
            throw new IOException("the record has " + in.remaining() + " bytes too many");
        }
    }
}
