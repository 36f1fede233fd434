package io.jfs.image.source;

import io.jfs.image.oci.InvalidImageException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an image archive's PAX header says of an entry (pax(1), "pax Extended Header").
 *
 * @param path the name
 * @param linkPath what it links to
 * @param size its length in bytes
 */
record PaxRecords(Optional<String> path, Optional<String> linkPath, Optional<Long> size) {
    static final PaxRecords NONE = new PaxRecords(Optional.empty(), Optional.empty(), Optional.empty());

    static PaxRecords parse(byte[] bytes, String what) throws InvalidImageException {
        PaxRecords records = NONE;
        int at = 0;
        while (at < bytes.length) {
            int blank = at;
            while (blank < bytes.length && bytes[blank] != ' ') {
                blank++;
            }
            int end = at + length(bytes, at, blank, what);
            String record = new String(bytes, blank + 1, Math.max(0, end - blank - 2), StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals < 0) {
                throw new InvalidImageException(what + ": malformed PAX header");
            }
            records = records.with(record.substring(0, equals), record.substring(equals + 1), what);
            at = end;
        }
        return records;
    }

    private static int length(byte[] bytes, int from, int to, String what) throws InvalidImageException {
        try {
            int length = Integer.parseInt(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
            if (length > to - from && length <= bytes.length - from) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new InvalidImageException(what + ": malformed PAX header", e);
        }
        throw new InvalidImageException(what + ": malformed PAX header");
    }

    private PaxRecords with(String key, String value, String what) throws InvalidImageException {
        return switch (key) {
            case "path" -> new PaxRecords(Optional.of(value), linkPath, size);
            case "linkpath" -> new PaxRecords(path, Optional.of(value), size);
            case "size" -> new PaxRecords(path, linkPath, Optional.of(size(value, what)));
            default -> this;
        };
    }

    private static long size(String value, String what) throws InvalidImageException {
        try {
            return Long.parseUnsignedLong(value) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new InvalidImageException(what + ": malformed size in a PAX header", e);
        }
    }
}
