package io.jfs.union;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree of files under test, by paths such as {@code a/b}; the root is the empty path. */
interface Tree extends AutoCloseable {
    void file(String path, int mode, String content) throws IOException;

    void mkdir(String path, int mode) throws IOException;

    void symlink(String path, String target) throws IOException;

    void mknod(String path, int mode, int major, int minor) throws IOException;

    void link(String path, String newPath) throws IOException;

    void rename(String path, String newPath, int flags) throws IOException;

    void unlink(String path) throws IOException;

    void rmdir(String path) throws IOException;

    void write(String path, long offset, String content) throws IOException;

    void truncate(String path, long size) throws IOException;

    void chmod(String path, int mode) throws IOException;

    void chown(String path, int uid, int gid) throws IOException;

    void mtime(String path, long seconds) throws IOException;

    void setXattr(String path, String name, byte[] value) throws IOException;

    default void setXattr(String path, String name, String value) throws IOException {
        setXattr(path, name, value.getBytes(StandardCharsets.UTF_8));
    }

    void removeXattr(String path, String name) throws IOException;

    /** The names in a directory, sorted. */
    List<String> list(String path) throws IOException;

    /** Everything that can be seen of a file, but what differs by nature: inode number, change time, blocks. */
    String describe(String path) throws IOException;

    /** {@code st_ino}. */
    long inode(String path) throws IOException;

    @Override
    void close() throws IOException;

    /** All paths with their descriptions. */
    default SortedMap<String, String> dump() throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        dump("", all);
        return all;
    }

    private void dump(String path, SortedMap<String, String> into) throws IOException {
        String description = describe(path);
        into.put(path, description);
        if (description.startsWith("DIRECTORY")) {
            for (String name : list(path)) {
                dump(path.isEmpty() ? name : path + "/" + name, into);
            }
        }
    }
}
