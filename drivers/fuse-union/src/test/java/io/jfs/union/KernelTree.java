package io.jfs.union;

import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.linux.Attributes;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A directory, or a mount of the kernel's overlay, by system calls. */
final class KernelTree implements Tree {
    private final Fd root;

    KernelTree(Fd root) {
        this.root = root;
    }

    static KernelTree directory(Path path) throws IOException {
        return new KernelTree(Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0));
    }

    static KernelTree overlay(List<Path> lowers, Path upper, Path work, String... more) throws IOException {
        List<String> options = new ArrayList<>();
        options.add("lowerdir=" + lowers.stream().map(Path::toString).collect(Collectors.joining(":")));
        options.add("upperdir=" + upper);
        options.add("workdir=" + work);
        options.addAll(List.of(more));
        return new KernelTree(Mounter.openDetached(List.of(new Mount("overlay", "overlay", options))));
    }

    private static String of(String path) {
        return path.isEmpty() ? "." : path;
    }

    @Override
    public void file(String path, int mode, String content) throws IOException {
        try (Fd fd = Open.openAt(root, path, Open.O_CREAT | Open.O_EXCL | Open.O_WRONLY, mode)) {
            FileIo.writeFully(fd, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** How many bytes a file takes on disk. */
    long allocated(String path) throws IOException {
        return Stat.statAt(root, path).blocks() * 512;
    }

    @Override
    public void mkdir(String path, int mode) throws IOException {
        Links.mkdirAt(root, path, mode);
    }

    @Override
    public void symlink(String path, String target) throws IOException {
        Links.symlinkAt(target, root, path);
    }

    @Override
    public void mknod(String path, int mode, int major, int minor) throws IOException {
        Links.mknodAt(root, path, mode, major, minor);
    }

    @Override
    public void link(String path, String newPath) throws IOException {
        Links.linkAt(root, path, root, newPath);
    }

    @Override
    public void rename(String path, String newPath, int flags) throws IOException {
        Links.renameAt2(root, path, root, newPath, flags);
    }

    @Override
    public void unlink(String path) throws IOException {
        Links.unlinkAt(root, path);
    }

    @Override
    public void rmdir(String path) throws IOException {
        Links.removeDirectoryAt(root, path);
    }

    @Override
    public void write(String path, long offset, String content) throws IOException {
        try (Fd fd = Open.openAt(root, of(path), Open.O_WRONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK, 0)) {
            FileIo.pwriteFully(fd, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), offset);
        }
    }

    @Override
    public void truncate(String path, long size) throws IOException {
        try (Fd fd = Open.openAt(root, of(path), Open.O_WRONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK, 0)) {
            FileIo.truncate(fd, size);
        }
    }

    @Override
    public void chmod(String path, int mode) throws IOException {
        Attributes.chmodAt(root, of(path), mode);
    }

    @Override
    public void chown(String path, int uid, int gid) throws IOException {
        Attributes.chownAt(root, of(path), uid, gid);
    }

    @Override
    public void mtime(String path, long seconds) throws IOException {
        Attributes.setTimesAt(root, of(path), 0, Attributes.UTIME_OMIT, seconds, 5);
    }

    @Override
    public void setXattr(String path, String name, byte[] value) throws IOException {
        Xattr.setAt(root, of(path), name, value);
    }

    @Override
    public void removeXattr(String path, String name) throws IOException {
        Xattr.removeAt(root, of(path), name);
    }

    @Override
    public List<String> list(String path) throws IOException {
        try (Fd fd = Open.openAt(root, of(path), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            return Directory.list(fd).stream()
                    .map(DirectoryEntry::name)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public String describe(String path) throws IOException {
        FileStat stat = Stat.statAt(root, of(path));
        Description description = new Description(stat.type());
        description.attributes(stat.permissions(), stat.uid(), stat.gid(), stat.rdev());
        if (stat.type() != FileType.DIRECTORY) {
            description.times(stat.size(), stat.mtimeSeconds(), stat.mtimeNanos());
        }
        if (stat.isSymlink()) {
            description.target(Links.readLinkAt(root, path));
        }
        if (stat.isRegular()) {
            try (Fd fd = Open.openAt(root, path, Open.O_RDONLY, 0)) {
                byte[] data = new byte[(int) stat.size()];
                ByteBuffer buffer = ByteBuffer.wrap(data);
                while (buffer.hasRemaining() && FileIo.read(fd, buffer) > 0) {}
                description.content(data);
            }
        }
        for (String name : Xattr.listAt(root, of(path)).stream().sorted().toList()) {
            description.xattr(name, Xattr.getAt(root, of(path), name).orElseThrow());
        }
        return description.toString();
    }

    @Override
    public long inode(String path) throws IOException {
        return Stat.statAt(root, of(path)).inode();
    }

    @Override
    public void close() {
        root.close();
    }
}
