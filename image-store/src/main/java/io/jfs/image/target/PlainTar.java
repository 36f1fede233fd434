package io.jfs.image.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an image archive: files and directories with short names, owned by nobody in particular, at the epoch. Sizes
 * of 8 GiB and more are written in GNU's base-256 form, which every reader of image archives knows.
 */
final class PlainTar {
    private static final int BLOCK = 512;
    private static final long MAX_OCTAL = (1L << 33) - 1;

    private final OutputStream out;
    private final byte[] buffer = new byte[256 << 10];

    PlainTar(OutputStream out) {
        this.out = out;
    }

    void directory(String name) throws IOException {
        out.write(header(name + "/", 0_755, 0, '5'));
    }

    void file(String name, byte[] content) throws IOException {
        out.write(header(name, 0_644, content.length, '0'));
        out.write(content);
        pad(content.length);
    }

    /** Receives what is written, to verify it. */
    @FunctionalInterface
    interface Observer {
        void observe(byte[] data, int length);
    }

    /** @throws IOException if the content is not exactly {@code size} bytes long */
    void file(String name, long size, InputStream content, Observer observer) throws IOException {
        out.write(header(name, 0_644, size, '0'));
        long left = size;
        while (left > 0) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException(name + " ends " + left + " bytes early");
            }
            observer.observe(buffer, count);
            out.write(buffer, 0, count);
            left -= count;
        }
        pad(size);
    }

    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (Math.ceilDiv(size, BLOCK) * BLOCK - size)]);
    }

    private static byte[] header(String name, int mode, long size, char type) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        if (size <= MAX_OCTAL) {
            octal(header, 124, 12, size);
        } else {
            base256(header, size);
        }
        octal(header, 136, 12, 0);
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 7, sum);
        return header;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        String digits = Long.toOctalString(value);
        put(header, offset, "0".repeat(length - 1 - digits.length()) + digits);
        header[offset + length - 1] = 0;
    }

    private static void base256(byte[] header, long size) {
        header[124] = (byte) 0x80;
        for (int i = 0; i < Long.BYTES; i++) {
            header[135 - i] = (byte) (size >>> (8 * i));
        }
    }
}
