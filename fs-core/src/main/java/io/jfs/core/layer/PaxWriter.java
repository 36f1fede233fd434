package io.jfs.core.layer;

import io.jfs.linux.NativePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Builds the records of one PAX extended header, sorted by key, values as bytes. */
final class PaxWriter {
    private final Map<String, byte[]> records = new TreeMap<>();

    void put(String key, byte[] value) {
        records.put(key, value);
    }

    void put(String key, String value) {
        records.put(key, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** A path or link target; one that is not UTF-8 must be announced (POSIX pax, hdrcharset). */
    void putPath(String key, String path) {
        byte[] bytes = NativePath.encode(path);
        records.put(key, bytes);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(path)) {
            put("hdrcharset", "BINARY");
        }
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] charset = records.get("hdrcharset");
        if (charset != null) {
            write(out, "hdrcharset", charset);
        }
        records.forEach((key, value) -> {
            if (!key.equals("hdrcharset")) {
                write(out, key, value);
            }
        });
        return out.toByteArray();
    }

    /** The length counts its own digits. */
    private static void write(ByteArrayOutputStream out, String key, byte[] value) {
        byte[] name = NativePath.encode(key);
        int rest = name.length + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        out.write('=');
        out.writeBytes(value);
        out.write('\n');
    }
}
