package io.jfs.core.diff;

import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an entry differs from what the parent has under the same name.
 *
 * <p>Compared are type, permissions, owner, mtime to the nanosecond, extended attributes, and for all but directories
 * size, device number and symbolic link target. Content is read only if size and mtime are equal and the nanoseconds
 * are zero: such a time was set by a tool that knows only seconds, so a change within that second would not show. Never
 * compared: atime, ctime, inode numbers, allocated blocks. Not thread-safe: it keeps its buffers.
 */
final class Comparison {
    private static final int BUFFER = 1 << 17;

    private @Nullable Buffers buffers;

    private record Buffers(ByteBuffer before, ByteBuffer after) {}

    /** Whether the child differs from the parent. */
    boolean differ(Node parent, Node child) throws IOException {
        FileStat a = parent.stat();
        FileStat b = child.stat();
        if (a.isSameFile(b)) {
            return false;
        }
        if (a.mode() != b.mode() || a.uid() != b.uid() || a.gid() != b.gid() || !sameTime(a, b)) {
            return true;
        }
        if (!a.isDirectory() && (a.size() != b.size() || a.rdev() != b.rdev())) {
            return true;
        }
        return xattrsDiffer(parent, child) || dataDiffer(parent, child);
    }

    private static boolean sameTime(FileStat a, FileStat b) {
        return a.mtimeSeconds() == b.mtimeSeconds() && a.mtimeNanos() == b.mtimeNanos();
    }

    private boolean dataDiffer(Node parent, Node child) throws IOException {
        FileStat stat = child.stat();
        if (stat.isSymlink()) {
            String before = Links.readLinkAt(parent.directory(), parent.name());
            return !before.equals(Links.readLinkAt(child.directory(), child.name()));
        }
        return stat.isRegular() && stat.size() > 0 && stat.mtimeNanos() == 0 && contentsDiffer(parent, child);
    }

    private static boolean xattrsDiffer(Node parent, Node child) throws IOException {
        List<String> before = comparedXattrs(parent);
        List<String> after = comparedXattrs(child);
        if (!before.equals(after)) {
            return true;
        }
        for (String name : before) {
            Optional<byte[]> a = Xattr.getAt(parent.directory(), parent.name(), name);
            Optional<byte[]> b = Xattr.getAt(child.directory(), child.name(), name);
            boolean same = a.isPresent() ? b.isPresent() && Arrays.equals(a.get(), b.get()) : b.isEmpty();
            if (!same) {
                return true;
            }
        }
        return false;
    }

    private static List<String> comparedXattrs(Node node) throws IOException {
        return Xattr.listAt(node.directory(), node.name()).stream()
                .filter(Comparison::isCompared)
                .sorted()
                .toList();
    }

    /** Overlay's own marks and the label of the machine's SELinux policy are not part of a tree. */
    private static boolean isCompared(String xattr) {
        return !xattr.startsWith("trusted.overlay.")
                && !xattr.startsWith("user.overlay.")
                && !xattr.equals("security.selinux");
    }

    private boolean contentsDiffer(Node parent, Node child) throws IOException {
        try (Fd a = open(parent);
                Fd b = open(child)) {
            ByteBuffer before = buffers().before;
            ByteBuffer after = buffers().after;
            while (true) {
                fill(a, before);
                fill(b, after);
                if (before.mismatch(after) >= 0) {
                    return true;
                }
                if (!before.hasRemaining()) {
                    return false;
                }
            }
        }
    }

    /** Most walks need none. */
    private Buffers buffers() {
        Buffers made = buffers;
        if (made == null) {
            made = new Buffers(ByteBuffer.allocateDirect(BUFFER), ByteBuffer.allocateDirect(BUFFER));
            buffers = made;
        }
        return made;
    }

    private static Fd open(Node node) throws IOException {
        int flags = Open.O_RDONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK;
        return Open.openAt(node.directory(), node.name(), flags, 0);
    }

    /** Reads until the buffer is full or the file ends. */
    private static void fill(Fd fd, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (FileIo.read(fd, buffer) <= 0) {
                break;
            }
        }
        buffer.flip();
    }
}
