package io.jfs.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.linux.Attributes;
import io.jfs.linux.DataCopy;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Processes;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Verbs to make and change a tree in tests. Paths are relative, as in {@code etc/passwd}; {@code .} is the root. */
public record TreeFixture(Fd root) implements AutoCloseable {
    /** {@code vfs_cap_data} of revision 2 with {@code cap_net_raw=ep}; linux/capability.h. */
    public static byte[] capNetRaw() {
        return new byte[] {1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    /** Skips the test for a plain user; fails instead where CI must run it. */
    public static void requireRoot() {
        boolean root = Processes.effectiveUserId() == 0;
        if (System.getenv("CI") != null) {
            assertThat(root).as("CI runs tests as root").isTrue();
        }
        assumeTrue(root, "needs root");
    }

    public static TreeFixture at(Path directory) throws IOException {
        return new TreeFixture(Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0));
    }

    public TreeFixture dir(String path) throws IOException {
        Links.mkdirAt(root, path, 0755);
        return this;
    }

    public TreeFixture file(String path, String content) throws IOException {
        try (Fd fd = Open.openAt(root, path, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC | Open.O_NONBLOCK, 0644)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            FileIo.writeFully(fd, bytes, 0, bytes.length);
        }
        return this;
    }

    /** A file of this size with one byte of data at its end. */
    public TreeFixture sparse(String path, long size) throws IOException {
        try (Fd fd = Open.openAt(root, path, Open.O_RDWR | Open.O_CREAT, 0644)) {
            FileIo.truncate(fd, size - 1);
            try (Fd end = Open.openAt(root, path, Open.O_WRONLY | Open.O_APPEND, 0)) {
                FileIo.writeFully(end, new byte[] {1}, 0, 1);
            }
            assertThat(DataCopy.seekData(fd, 0)).as("this filesystem has holes").isPositive();
        }
        return this;
    }

    public TreeFixture symlink(String path, String target) throws IOException {
        Links.symlinkAt(target, root, path);
        return this;
    }

    public TreeFixture link(String existing, String path) throws IOException {
        Links.linkAt(root, existing, root, path);
        return this;
    }

    public TreeFixture fifo(String path) throws IOException {
        Links.mkfifoAt(root, path, 0644);
        return this;
    }

    public TreeFixture device(String path, int major, int minor) throws IOException {
        Links.mknodAt(root, path, 0020644, major, minor);
        return this;
    }

    public TreeFixture chmod(String path, int mode) throws IOException {
        Attributes.chmodAt(root, path, mode);
        return this;
    }

    public TreeFixture chown(String path, int uid, int gid) throws IOException {
        Attributes.chownAt(root, path, uid, gid);
        return this;
    }

    public TreeFixture mtime(String path, long seconds, int nanos) throws IOException {
        Attributes.setTimesAt(root, path, 0, Attributes.UTIME_OMIT, seconds, nanos);
        return this;
    }

    public TreeFixture xattr(String path, String name, byte[] value) throws IOException {
        Xattr.setAt(root, path, name, value);
        return this;
    }

    public TreeFixture xattr(String path, String name, String value) throws IOException {
        return xattr(path, name, value.getBytes(StandardCharsets.UTF_8));
    }

    public TreeFixture rename(String from, String to) throws IOException {
        Links.renameAt(root, from, root, to);
        return this;
    }

    public TreeFixture remove(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String parent = slash < 0 ? "." : path.substring(0, slash);
        try (Fd directory = Open.openAt(root, parent, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            TreeRemover.removeAt(directory, path.substring(slash + 1));
        }
        return this;
    }

    public FileStat stat(String path) throws IOException {
        return Stat.statAt(root, path);
    }

    @Override
    public void close() {
        root.close();
    }
}
