package io.jfs.image.source;

import io.jfs.image.oci.InvalidImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the headers of an image archive: ustar, PAX and GNU names and sizes, nothing else, since the entries are only
 * looked up by name. Knows at each entry where its content starts. Layers are read by {@link io.jfs.core.layer}, not
 * here.
 */
final class OuterTar {
    private static final int BLOCK = 512;
    private static final int MAX_EXTENSION = 64 << 10;
    private static final int MAX_ENTRIES = 1 << 17;
    private static final long MAX_SIZE = 1L << 50;

    private final InputStream in;
    private final String what;
    private final byte[] header = new byte[BLOCK];
    private long position;
    private long contentEnd;
    private int entries;

    /** @param what names the archive in errors */
    OuterTar(InputStream in, String what) {
        this.in = in;
        this.what = what;
    }

    /**
     * One entry.
     *
     * @param name as written, without a leading {@code ./}
     * @param type the type flag; {@code 0} for a regular file whatever the archive calls it
     * @param size of its content
     * @param link what a link points to
     * @param offset where the content starts, from the start of the stream
     */
    record Entry(String name, char type, long size, String link, long offset) {
        boolean isRegular() {
            return type == '0';
        }

        boolean isSymlink() {
            return type == '2';
        }

        boolean isHardLink() {
            return type == '1';
        }
    }

    /** Goes to the next entry, past whatever was left of this one's content. */
    Optional<Entry> next() throws IOException {
        String longName = "";
        String longLink = "";
        PaxRecords pax = PaxRecords.NONE;
        while (readHeader()) {
            char type = (char) (header[156] & 0xff);
            long size = number(124, 12);
            switch (type) {
                case 'L' -> longName = extension(size);
                case 'K' -> longLink = extension(size);
                case 'x' -> pax = PaxRecords.parse(extensionBytes(size), what);
                case 'g' -> extensionBytes(size);
                default -> {
                    String name = pax.path().orElse(longName.isEmpty() ? ustarName() : longName);
                    String link = pax.linkPath().orElse(longLink.isEmpty() ? text(157, 100) : longLink);
                    return Optional.of(entry(name, type, pax.size().orElse(size), link));
                }
            }
        }
        return Optional.empty();
    }

    private Entry entry(String name, char type, long size, String link) throws IOException {
        boolean regular = type == '0' || type == 0 || type == '7';
        char plain = regular && !name.endsWith("/") ? '0' : type;
        long length = regular ? size : 0;
        if (length > MAX_SIZE) {
            throw new InvalidImageException(what + ": entry " + name + " claims " + length + " bytes");
        }
        contentEnd = position + length;
        return new Entry(withoutDot(name), plain, length, link, position);
    }

    private static String withoutDot(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    /** Reads the header at the next block boundary; false at the end. */
    private boolean readHeader() throws IOException {
        skipTo(Math.ceilDiv(contentEnd, BLOCK) * (long) BLOCK);
        if (!fill(header, BLOCK)) {
            throw new InvalidImageException(what + " is not a whole tar archive: its end marker is missing");
        }
        contentEnd = position;
        if (isZero()) {
            return false;
        }
        if (++entries > MAX_ENTRIES) {
            throw new InvalidImageException(what + " has more than " + MAX_ENTRIES + " entries");
        }
        verifyChecksum();
        return true;
    }

    private boolean isZero() {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void verifyChecksum() throws IOException {
        long stated = number(148, 8);
        long sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : header[i] & 0xff;
        }
        if (sum != stated) {
            throw new InvalidImageException(
                    what + " is not a tar archive, or is damaged at byte " + (position - BLOCK));
        }
    }

    private String extension(long size) throws IOException {
        byte[] bytes = extensionBytes(size);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private byte[] extensionBytes(long size) throws IOException {
        if (size > MAX_EXTENSION) {
            throw new InvalidImageException(what + ": extended header of " + size + " bytes is too large");
        }
        byte[] bytes = new byte[(int) size];
        if (!fill(bytes, bytes.length)) {
            throw new InvalidImageException(what + " is truncated within an extended header");
        }
        contentEnd = position;
        return bytes;
    }

    private String ustarName() {
        String name = text(0, 100);
        boolean ustar = header[257] == 'u' && header[258] == 's' && header[262] == 0;
        String prefix = ustar ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** An octal number, or a GNU base-256 one; never negative. */
    private long number(int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            long value = header[offset] & 0x3f;
            for (int i = offset + 1; i < offset + length; i++) {
                if (value >> 54 != 0 || header[offset] == (byte) 0xff) {
                    throw new InvalidImageException(what + ": number out of range in a header");
                }
                value = (value << 8) | (header[i] & 0xff);
            }
            return value;
        }
        String digits = text(offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new InvalidImageException(what + ": malformed number in a header", e);
        }
    }

    /** Reads content of the current entry; -1 at its end. */
    int read(byte[] buffer) throws IOException {
        int wanted = (int) Math.min(buffer.length, contentEnd - position);
        if (wanted == 0) {
            return -1;
        }
        int count = in.read(buffer, 0, wanted);
        if (count < 0) {
            throw new InvalidImageException(what + " is truncated");
        }
        position += count;
        return count;
    }

    private void skipTo(long target) throws IOException {
        try {
            in.skipNBytes(target - position);
        } catch (EOFException e) {
            throw new InvalidImageException(what + " is truncated", e);
        }
        position = target;
    }

    /** False if the stream ends before the first byte. */
    private boolean fill(byte[] buffer, int length) throws IOException {
        int count = in.readNBytes(buffer, 0, length);
        position += count;
        if (count > 0 && count < length) {
            throw new InvalidImageException(what + " is truncated");
        }
        return count == length;
    }

    /** Whether these first bytes are a tar's. */
    static boolean looksLikeTar(byte[] start) {
        return start.length >= BLOCK
                && Arrays.equals(start, 257, 262, "ustar".getBytes(StandardCharsets.US_ASCII), 0, 5);
    }
}
