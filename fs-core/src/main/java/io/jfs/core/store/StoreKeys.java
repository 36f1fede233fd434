package io.jfs.core.store;

import io.jfs.core.Digest;
import io.jfs.core.SnapshotKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of a driver's database. One ordered key space with a leading byte for each use, so that a change touches the
 * pages of one tree only. Numbers are 8 bytes, big-endian.
 *
 * <pre>
 * 0                                           the next number            8 bytes
 * 1 key                                       a snapshot                 its record
 * 2 sha256(key)                               the same, if the key is longer than LMDB allows
 * 3 parent's number (0: none), own number     a child                    its key
 * 4 hash of a label, own number               a label                    the snapshot's key
 * 5 number                                    a directory to be deleted  1 if an orphan, usage
 * </pre>
 */
final class StoreKeys {
    static final byte[] NEXT = {0};
    static final byte[] SNAPSHOTS = {1};
    static final byte[] HASHED_SNAPSHOTS = {2};
    static final byte[] CHILDREN = {3};
    static final byte[] LABELS = {4};
    static final byte[] TRASH = {5};

    /** LMDB's limit is 511 bytes. */
    private static final int LONGEST_PLAIN_KEY = 500;

    private static final int LABEL_HASH_BYTES = 16;

    private StoreKeys() {}

    static byte[] snapshot(SnapshotKey key) {
        byte[] text = Text.encode(key.text());
        return text.length <= LONGEST_PLAIN_KEY
                ? join(SNAPSHOTS, text)
                : join(HASHED_SNAPSHOTS, Digest.newSha256().digest(text));
    }

    static byte[] childrenOf(long parent) {
        return join(CHILDREN, number(parent));
    }

    static byte[] child(long parent, long child) {
        return join(CHILDREN, number(parent), number(child));
    }

    static byte[] label(String key, String value) {
        byte[] name = Text.encode(key);
        byte[] hash = Digest.newSha256().digest(join(number(name.length), name, Text.encode(value)));
        return join(LABELS, Arrays.copyOf(hash, LABEL_HASH_BYTES));
    }

    static byte[] label(String key, String value, long snapshot) {
        return join(label(key, value), number(snapshot));
    }

    static byte[] trash(long id) {
        return join(TRASH, number(id));
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** The number that ends a key or value. */
    static long lastNumber(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
