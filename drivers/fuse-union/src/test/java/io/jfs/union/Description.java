package io.jfs.union;

import io.jfs.linux.FileType;
import java.nio.charset.StandardCharsets;

/**
 * A file in one line, to be compared. Times of just now are left out, since two trees are changed one after the other.
 */
final class Description {
    /** Before all tests, after all times that they set; 2001. */
    private static final long RECENT_SECONDS = 1_000_000_000;

    private final StringBuilder line = new StringBuilder();

    Description(FileType type) {
        line.append(type);
    }

    /** Not the links: those of lower files differ, see docs/union-semantics.md. */
    void attributes(int permissions, int uid, int gid, long rdev) {
        line.append(String.format(" %o %d:%d rdev=%x", permissions, uid, gid, rdev));
    }

    void times(long size, long mtimeSeconds, int mtimeNanos) {
        line.append(" size=").append(size);
        if (mtimeSeconds < RECENT_SECONDS) {
            line.append(" mtime=").append(mtimeSeconds).append('.').append(mtimeNanos);
        }
    }

    void target(String target) {
        line.append(" -> ").append(target);
    }

    void content(byte[] data) {
        line.append(" \"").append(new String(data, StandardCharsets.ISO_8859_1)).append('"');
    }

    void xattr(String name, byte[] value) {
        line.append(' ').append(name).append('=').append(new String(value, StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
