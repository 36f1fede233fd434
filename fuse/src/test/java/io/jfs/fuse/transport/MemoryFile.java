package io.jfs.fuse.transport;

import io.jfs.linux.FileType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A node of {@link MemoryFileSystem}. Guarded by that. */
final class MemoryFile {
    final long id;
    int mode;
    int uid;
    int gid;
    int links = 1;
    int major;
    int minor;
    long size;
    byte[] data = {};
    long atime = 1;
    long mtime = 1;
    long ctime = 1;
    long lookups;
    final Map<String, Long> children = new TreeMap<>();
    final Map<String, byte[]> xattrs = new TreeMap<>();

    MemoryFile(long id, int mode, int uid, int gid) {
        this.id = id;
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
    }

    FileType type() {
        return FileType.ofMode(mode);
    }

    void resize(long length) {
        int wanted = Math.toIntExact(length);
        if (wanted > data.length) {
            data = Arrays.copyOf(data, Math.max(wanted, data.length * 2));
        }
        if (wanted < size) {
            Arrays.fill(data, wanted, Math.toIntExact(size), (byte) 0);
        }
        size = length;
    }
}
