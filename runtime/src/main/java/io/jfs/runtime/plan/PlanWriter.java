package io.jfs.runtime.plan;

import io.jfs.linux.NativePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a plan: {@code JFSPLAN1}, then records in the machine's byte order, each of u16 code, u16 count of
 * numbers, u16 count of texts, u16 zero, u32 size of the record, u32 zero, the numbers as s64, the texts each with a
 * NUL; padded to 8 bytes.
 */
final class PlanWriter {
    private static final byte[] MAGIC = "JFSPLAN1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;
    private static final int MAX_COUNT = 0xffff;

    private ByteBuffer bytes = buffer(4096).put(MAGIC);

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /** @throws IllegalArgumentException if a text has a NUL, or there are more than 65,535 numbers or texts */
    void add(OpCode code, long[] numbers, List<String> texts) {
        List<byte[]> encoded = new ArrayList<>(texts.size());
        int size = HEADER_BYTES + numbers.length * Long.BYTES;
        for (String text : texts) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("NUL in " + NativePath.printable(text));
            }
            byte[] one = NativePath.encode(text);
            encoded.add(one);
            size += one.length + 1;
        }
        if (numbers.length > MAX_COUNT || encoded.size() > MAX_COUNT) {
            throw new IllegalArgumentException(code + " has too many arguments");
        }
        write(code, numbers, encoded, Math.ceilDiv(size, 8) * 8);
    }

    private void write(OpCode code, long[] numbers, List<byte[]> texts, int size) {
        if (bytes.remaining() < size) {
            ByteBuffer larger = buffer(Math.max(bytes.capacity() * 2, bytes.position() + size));
            bytes = larger.put(bytes.flip());
        }
        int start = bytes.position();
        bytes.putShort((short) code.number()).putShort((short) numbers.length);
        bytes.putShort((short) texts.size()).putShort((short) 0);
        bytes.putInt(size).putInt(0);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        for (byte[] text : texts) {
            bytes.put(text).put((byte) 0);
        }
        bytes.position(start + size);
    }

    byte[] toBytes() {
        byte[] copy = new byte[bytes.position()];
        bytes.get(0, copy);
        return copy;
    }
}
