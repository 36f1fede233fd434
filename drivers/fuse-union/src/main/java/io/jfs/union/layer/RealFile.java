package io.jfs.union.layer;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file of a layer, by whatever way it can be reached. No operation follows a symbolic link. The methods are those of
 * {@code io.jfs.linux}.
 */
public interface RealFile {
    FileStat stat() throws IOException;

    void chmod(int mode) throws IOException;

    void chown(int uid, int gid) throws IOException;

    void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) throws IOException;

    List<String> xattrs() throws IOException;

    Optional<byte[]> xattr(String name) throws IOException;

    void setXattr(String name, byte[] value) throws IOException;

    void removeXattr(String name) throws IOException;

    String readLink() throws IOException;

    /** Opens it; {@code O_PATH} of anything, else a regular file or directory. The caller closes it. */
    Fd open(int flags) throws IOException;

    /** Gives it a name in a directory. */
    void linkTo(Fd directory, String name) throws IOException;
}
