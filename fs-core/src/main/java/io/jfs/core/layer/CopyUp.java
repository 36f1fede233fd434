package io.jfs.core.layer;

import io.jfs.linux.Attributes;
import io.jfs.linux.DataCopy;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Copies single files and directories, without what is below them, from a lower layer into an upper directory. */
final class CopyUp {
    private final FileAttributes attributes;

    CopyUp(FileAttributes attributes) {
        this.attributes = attributes;
    }

    /**
     * Gives a directory just made the attributes of the lower one; its time is set when nothing more is written to it.
     */
    void directory(Fd from, DirNode node, Fd to) throws IOException {
        FileStat stat = Stat.stat(from);
        FileStat made = Stat.stat(to);
        node.uid = made.uid();
        node.gid = made.gid();
        node.mode = made.permissions();
        node.bare = true;
        attributes.onDirectory(
                node, to, new FileAttributes.Wanted(stat.uid(), stat.gid(), stat.permissions(), xattrs(from)));
        node.mtimeSeconds = stat.mtimeSeconds();
        node.mtimeNanos = stat.mtimeNanos();
        node.dirty = true;
    }

    /** @param from any file that is no directory, open as a path */
    void file(Fd from, FileStat stat, String xattrPrefix, Fd toDir, String name) throws IOException {
        if (Xattr.get(from, xattrPrefix + "metacopy").isPresent()) {
            throw new LayerException("lower file " + NativePath.printable(name)
                    + " has its data elsewhere (overlay metacopy): apply to a merged tree instead");
        }
        switch (stat.type()) {
            case REGULAR -> regular(from, stat, toDir, name);
            case SYMLINK -> Links.symlinkAt(Links.readLink(from), toDir, name);
            default -> Links.mknodAt(toDir, name, stat.type().bits() | 0_600, stat.rdevMajor(), stat.rdevMinor());
        }
        if (attributes.identity().mayChown()) {
            Attributes.chownAt(toDir, name, stat.uid(), stat.gid());
        }
        Attributes.chmodAt(toDir, name, stat.permissions());
        for (Map.Entry<String, byte[]> xattr : xattrs(from).entrySet()) {
            Xattr.setAt(toDir, name, xattr.getKey(), xattr.getValue());
        }
        Attributes.setTimesAt(
                toDir, name, stat.atimeSeconds(), stat.atimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
    }

    private static void regular(Fd from, FileStat stat, Fd toDir, String name) throws IOException {
        int create = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_NOFOLLOW;
        try (Fd source = Open.openAt(Fd.cwd(), from.procPath(), Open.O_RDONLY, 0);
                Fd target = Open.openAt(toDir, name, create, 0_600)) {
            DataCopy.copyContents(source, target, stat.size());
        }
    }

    private static Map<String, byte[]> xattrs(Fd from) throws ErrnoException {
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        for (String name : Xattr.list(from)) {
            if (LayerXattrs.isPortable(name)) {
                Optional<byte[]> value = Xattr.get(from, name);
                value.ifPresent(bytes -> xattrs.put(name, bytes));
            }
        }
        return xattrs;
    }
}
