package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of one PAX extended header (POSIX pax, "pax Extended Header"): {@code length key=value\n}, values as
 * bytes, because paths need not be UTF-8 and attribute values are binary.
 */
final class PaxRecords {
    static final PaxRecords NONE = new PaxRecords(Map.of(), List.of());

    private static final String SCHILY_XATTR = "SCHILY.xattr.";
    private static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";

    private final Map<String, byte[]> records;
    /** Offsets and lengths in turn, of GNU sparse format 0.0, which repeats its keys. */
    private final List<Long> sparsePairs;

    private PaxRecords(Map<String, byte[]> records, List<Long> sparsePairs) {
        this.records = records;
        this.sparsePairs = sparsePairs;
    }

    static PaxRecords parse(byte[] header) throws LayerException {
        Map<String, byte[]> records = new LinkedHashMap<>();
        List<Long> sparsePairs = new ArrayList<>();
        for (int start = 0; start < header.length && header[start] != 0; ) {
            int blank = indexOf(header, (byte) ' ', start, Math.min(header.length, start + 12));
            long length = blank < 0 ? -1 : number("record length", Arrays.copyOfRange(header, start, blank));
            if (length <= blank - start + 1
                    || length > header.length - start
                    || header[start + (int) length - 1] != '\n') {
                throw new LayerException("malformed PAX record at byte " + start + " of the extended header");
            }
            int end = start + (int) length - 1;
            int equals = indexOf(header, (byte) '=', blank + 1, end);
            if (equals <= blank + 1) {
                throw new LayerException("PAX record without a key at byte " + start + " of the extended header");
            }
            String key = NativePath.decode(Arrays.copyOfRange(header, blank + 1, equals));
            byte[] value = Arrays.copyOfRange(header, equals + 1, end);
            if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
                addSparse(sparsePairs, key.equals("GNU.sparse.offset"), number(key, value));
            } else {
                records.put(key, value);
            }
            start = end + 1;
        }
        return new PaxRecords(records, sparsePairs);
    }

    private static void addSparse(List<Long> pairs, boolean isOffset, long value) throws LayerException {
        if (isOffset != (pairs.size() % 2 == 0)) {
            throw new LayerException("PAX sparse map: offsets and lengths do not alternate");
        }
        pairs.add(value);
    }

    /** A record's value; an empty value is as good as none (POSIX pax: it deletes what was said before). */
    Optional<byte[]> get(String key) {
        return Optional.ofNullable(records.get(key)).filter(value -> value.length > 0);
    }

    Optional<String> text(String key) {
        return get(key).map(NativePath::decode);
    }

    /** A record that is a decimal number, not negative. */
    Optional<Long> number(String key) throws LayerException {
        Optional<byte[]> value = get(key);
        return value.isEmpty() ? Optional.empty() : Optional.of(number(key, value.get()));
    }

    List<Long> sparsePairs() {
        return sparsePairs;
    }

    /** The extended attributes, as star and as libarchive write them; star's record wins. */
    Map<String, byte[]> xattrs() throws LayerException {
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> record : records.entrySet()) {
            String key = record.getKey();
            if (key.startsWith(SCHILY_XATTR)) {
                xattrs.put(key.substring(SCHILY_XATTR.length()), record.getValue());
            } else if (key.startsWith(LIBARCHIVE_XATTR)) {
                xattrs.putIfAbsent(decodeName(key), decodeValue(key, record.getValue()));
            }
        }
        return xattrs;
    }

    private static String decodeName(String key) throws LayerException {
        try {
            // URLDecoder reads a plus as a blank; libarchive leaves a plus as it is.
            String name = key.substring(LIBARCHIVE_XATTR.length()).replace("+", "%2B");
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new LayerException("PAX record " + key + ": malformed attribute name", e);
        }
    }

    private static byte[] decodeValue(String key, byte[] value) throws LayerException {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new LayerException("PAX record " + key + ": malformed base64", e);
        }
    }

    static long number(String key, byte[] digits) throws LayerException {
        long value = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9' || value > (Long.MAX_VALUE - 9) / 10) {
                throw new LayerException("PAX record " + key + ": malformed number");
            }
            value = value * 10 + (digit - '0');
        }
        if (digits.length == 0) {
            throw new LayerException("PAX record " + key + ": malformed number");
        }
        return value;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
