package io.jfs.cli.container;

import io.jfs.cli.session.UsageException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Finds the keys to detach in what is typed. Bytes that might be their beginning are held back until the next one. */
final class DetachKeys {
    /** None: everything is passed on. */
    static final DetachKeys NONE = new DetachKeys(new byte[0]);

    private final byte[] keys;
    private int matched;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /** {@code ctrl-p,ctrl-q}: single characters or {@code ctrl-} with a letter or one of {@code @[\]^_}. */
    static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            if (key.length() == 1) {
                bytes.write(key.charAt(0));
            } else if (key.matches("ctrl-[a-zA-Z@\\[\\\\\\]^_]")) {
                bytes.write(Character.toUpperCase(key.charAt(5)) & 0x1f);
            } else {
                throw new UsageException("invalid detach keys (" + text + ")");
            }
        }
        return new DetachKeys(bytes.toByteArray());
    }

    /** What is to be passed on of these bytes. */
    byte[] filter(byte[] bytes, int count) {
        if (keys.length == 0) {
            return Arrays.copyOf(bytes, count);
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(count);
        for (int i = 0; i < count && !complete(); i++) {
            if (bytes[i] != keys[matched]) {
                kept.write(keys, 0, matched);
                matched = 0;
            }
            if (bytes[i] == keys[matched]) {
                matched++;
            } else {
                kept.write(bytes[i]);
            }
        }
        return kept.toByteArray();
    }

    /** Whether all keys were typed. */
    boolean complete() {
        return keys.length > 0 && matched == keys.length;
    }
}
