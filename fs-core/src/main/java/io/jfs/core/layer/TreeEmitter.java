package io.jfs.core.layer;

import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Walks the changed paths of a tree and writes each as a tar entry. */
final class TreeEmitter {
    private record Inode(long device, long number) {}

    private final TarEmitter tar;
    /** The first path written of each file with several names. */
    private final Map<Inode, String> linked = new HashMap<>();

    TreeEmitter(TarEmitter tar) {
        this.tar = tar;
    }

    /**
     * Writes what changed in and below a directory.
     *
     * @param dir open for reading
     * @param path of the directory; {@code ""} is the root, written only if it changed itself
     */
    void directory(Fd dir, String path, ChangeNode node) throws IOException {
        if (!path.isEmpty() || node.isChanged()) {
            tar.entry(entry(path, Stat.stat(dir), "", xattrs(dir)));
        }
        for (String name : node.deleted()) {
            tar.entry(whiteout(join(path, WhiteoutName.PREFIX + name)));
        }
        for (ChangeNode child : node.children()) {
            child(dir, join(path, child.name), child);
        }
    }

    private void child(Fd dir, String path, ChangeNode node) throws IOException {
        try {
            FileStat stat = Stat.statAt(dir, node.name);
            if (stat.isDirectory()) {
                int flags = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
                try (Fd fd = Open.openAt(dir, node.name, flags, 0)) {
                    directory(fd, path, node);
                }
            } else if (!node.isChanged()) {
                throw new LayerException("changes below what is no directory");
            } else if (stat.type() != FileType.SOCKET) {
                file(dir, node.name, path, stat);
            }
        } catch (ErrnoException e) {
            throw LayerException.of(path, e.getMessage(), e);
        } catch (LayerException e) {
            throw e.about(path);
        }
    }

    private void file(Fd dir, String name, String path, FileStat stat) throws IOException {
        if (Lowers.isWhiteout(stat)) {
            throw new LayerException("character device 0/0 means a deleted file to an overlay; no layer may have one");
        }
        if (stat.links() > 1) {
            String first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), path);
            if (first != null) {
                tar.entry(hardLink(path, stat, first));
                return;
            }
        }
        int access = stat.isRegular() ? Open.O_RDONLY | Open.O_NONBLOCK : Open.O_PATH;
        Fd file = Open.openAt(dir, name, access | Open.O_NOFOLLOW, 0);
        if (stat.isRegular()) {
            requireSame(file, stat);
            try (InputStream content = FileIo.inputStream(file)) {
                tar.file(entry(path, stat, "", xattrs(file)), content);
            }
            return;
        }
        try (file) {
            String target = stat.isSymlink() ? Links.readLink(file) : "";
            tar.entry(entry(path, stat, target, xattrs(file)));
        }
    }

    // The tree may be a running container's, which puts a device or a FIFO in a file's place meanwhile.
    private static void requireSame(Fd file, FileStat expected) throws IOException {
        try {
            FileStat found = Stat.stat(file);
            if (!found.isRegular() || found.inode() != expected.inode()) {
                throw new LayerException("became another file while it was read");
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static TarEntry entry(String path, FileStat stat, String target, Map<String, byte[]> xattrs)
            throws LayerException {
        EntryType type = TarEmitter.typeOf(stat.type());
        boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
        return new TarEntry(
                path,
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.isRegular() ? stat.size() : 0,
                stat.mtimeSeconds(),
                stat.mtimeNanos(),
                target,
                device ? stat.rdevMajor() : 0,
                device ? stat.rdevMinor() : 0,
                xattrs);
    }

    /** Attributes are the first name's; those written here are for readers which look at each entry alone. */
    private static TarEntry hardLink(String path, FileStat stat, String first) {
        return new TarEntry(
                path,
                EntryType.HARD_LINK,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                0,
                stat.mtimeSeconds(),
                stat.mtimeNanos(),
                first,
                0,
                0,
                Map.of());
    }

    private static TarEntry whiteout(String path) {
        return new TarEntry(path, EntryType.REGULAR, 0, 0, 0, 0, 0, 0, "", 0, 0, Map.of());
    }

    private static Map<String, byte[]> xattrs(Fd file) throws IOException {
        List<String> names = Xattr.list(file);
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> xattrs = new TreeMap<>();
        for (String name : names) {
            if (LayerXattrs.isPortable(name)) {
                Optional<byte[]> value = Xattr.get(file, name);
                value.ifPresent(bytes -> xattrs.put(name, bytes));
            }
        }
        return xattrs;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
