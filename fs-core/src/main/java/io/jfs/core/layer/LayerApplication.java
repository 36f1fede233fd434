package io.jfs.core.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** One layer being applied to one tree. */
final class LayerApplication {
    private static final int CREATE = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_NOFOLLOW;

    /** Makes a file, if its name is free. */
    @FunctionalInterface
    private interface Creation<T> {
        T create(Fd dir) throws IOException;
    }

    private final LayerTree tree;
    private final LayerTar tar;
    private final boolean deletes;
    private final byte[] buffer = new byte[128 << 10];
    private long entries;

    /** @param deletes whether whiteouts are what they are in a layer, and not refused */
    LayerApplication(LayerTree tree, InputStream uncompressedTar, boolean deletes) {
        this.deletes = deletes;
        this.tree = tree;
        this.tar = new LayerTar(uncompressedTar, tree.limits);
    }

    ApplyResult run() throws IOException {
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            tree.trim();
            apply(entry.get());
            entries++;
        }
        tar.drain();
        tree.finish();
        return new ApplyResult(tree.usage(), entries, tar.bytesRead(), tree.root.listed);
    }

    private void apply(TarEntry entry) throws IOException {
        try {
            if (!deletes && !(entry.meaning() instanceof WhiteoutName.Ordinary)) {
                throw new LayerException(
                        "the name " + WhiteoutName.PREFIX + "* means a deletion, which is for layers only");
            }
            switch (entry.meaning()) {
                case WhiteoutName.Ordinary(String directory, String name) -> ordinary(directory, name, entry);
                case WhiteoutName.Whiteout(String directory, String name) -> {
                    Optional<DirNode> dir = tree.find(directory);
                    if (dir.isPresent()) {
                        tree.whiteout(dir.get(), name);
                    }
                }
                case WhiteoutName.Opaque(String directory) -> {
                    Optional<DirNode> dir = tree.find(directory);
                    if (dir.isPresent()) {
                        tree.hideLower(dir.get());
                    }
                }
                case WhiteoutName.Metadata() -> {}
            }
        } catch (ErrnoException e) {
            throw LayerException.of(entry.path(), e.getMessage(), e);
        } catch (LayerException e) {
            throw e.about(entry.path());
        }
    }

    private void ordinary(String directory, String name, TarEntry entry) throws IOException {
        if (name.isEmpty()) {
            root(entry);
            return;
        }
        DirNode dir = tree.directory(directory, entry);
        switch (entry.type()) {
            case DIRECTORY -> directory(dir, name, entry);
            case REGULAR -> regular(dir, name, entry);
            case HARD_LINK -> hardLink(dir, name, entry);
            case SYMLINK -> {
                place(dir, name, entry, at -> {
                    Links.symlinkAt(entry.linkName(), at, name);
                    return name;
                });
                tree.attributes.onName(tree.fd(dir), name, dir, entry);
                tree.count(0);
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> special(dir, name, entry);
        }
    }

    private void root(TarEntry entry) throws IOException {
        if (entry.type() != EntryType.DIRECTORY) {
            throw new LayerException("the root must be a directory, not a " + entry.type());
        }
        state(tree.root, entry);
    }

    private void directory(DirNode dir, String name, TarEntry entry) throws IOException {
        DirNode node = tree.makeDirectory(dir, name, entry);
        state(node, entry);
    }

    /** The layer states this directory's attributes. */
    private void state(DirNode node, TarEntry entry) throws IOException {
        tree.attributes.onDirectory(node, tree.fd(node), FileAttributes.Wanted.of(entry));
        node.listed = true;
        node.mtimeSeconds = entry.mtimeSeconds();
        node.mtimeNanos = entry.mtimeNanos();
        node.dirty = true;
    }

    private void regular(DirNode dir, String name, TarEntry entry) throws IOException {
        int mode = tree.attributes.creationMode(entry.mode());
        try (Fd file = place(dir, name, entry, at -> Open.openAt(at, name, CREATE, mode))) {
            Optional<SparseMap> sparse = tar.tarBody().sparse();
            if (sparse.isPresent()) {
                writeRanges(file, sparse.get());
            } else {
                write(file);
            }
            tree.attributes.onFile(file, dir, entry);
        }
    }

    private void write(Fd file) throws IOException {
        long size = 0;
        for (int count = read(buffer.length); count > 0; count = read(buffer.length)) {
            FileIo.writeFully(file, buffer, 0, count);
            size += count;
        }
        tree.count(size);
    }

    private void writeRanges(Fd file, SparseMap map) throws IOException {
        tree.count(0);
        FileIo.truncate(file, map.size());
        List<Long> ranges = map.ranges();
        for (int i = 0; i < ranges.size(); i += 2) {
            long position = ranges.get(i);
            long end = position + ranges.get(i + 1);
            tree.addBytes(end - position);
            while (position < end) {
                int count = read((int) Math.min(buffer.length, end - position));
                FileIo.pwriteFully(file, ByteBuffer.wrap(buffer, 0, count), position);
                position += count;
            }
        }
    }

    private int read(int length) throws IOException {
        return tar.tarBody().readStored(buffer, length);
    }

    private void hardLink(DirNode dir, String name, TarEntry entry) throws IOException {
        String target = entry.linkName();
        int slash = target.lastIndexOf('/');
        String targetName = target.substring(slash + 1);
        DirNode from = tree.find(target.substring(0, Math.max(0, slash))).orElseThrow(() -> missing(target));
        if (from == dir && name.equals(targetName)) {
            return;
        }
        DirNode replaced = dir.child(name);
        if (replaced != null && from.isWithin(replaced)) {
            throw new LayerException("hard link replaces the directory that holds its target " + printable(target));
        }
        tree.provideFile(from, targetName, target);
        if (from.child(targetName) != null) {
            throw toDirectory(target);
        }
        try {
            place(dir, name, entry, at -> {
                Links.linkAt(tree.fd(from), targetName, at, name);
                return name;
            });
        } catch (ErrnoException e) {
            throw switch (e.errno()) {
                case ENOENT -> missing(target);
                case EPERM -> Stat.statAt(tree.fd(from), targetName).isDirectory() ? toDirectory(target) : e;
                default -> e;
            };
        }
    }

    static LayerException missing(String target) {
        return new LayerException("hard link target " + printable(target) + " does not exist");
    }

    static LayerException toDirectory(String target) {
        return new LayerException("hard link to directory " + printable(target));
    }

    private static String printable(String path) {
        return NativePath.printable(path);
    }

    private void special(DirNode dir, String name, TarEntry entry) throws IOException {
        FileType type = switch (entry.type()) {
            case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
            default -> FileType.FIFO;
        };
        if (type == FileType.CHARACTER_DEVICE && entry.deviceMajor() == 0 && entry.deviceMinor() == 0) {
            throw new LayerException("character device 0/0 means a deleted file to an overlay; no layer may have one");
        }
        if (type != FileType.FIFO && !tree.attributes.identity().mayMakeDevices()) {
            return;
        }
        int mode = type.bits() | tree.attributes.creationMode(entry.mode());
        place(dir, name, entry, at -> {
            Links.mknodAt(at, name, mode, entry.deviceMajor(), entry.deviceMinor());
            return name;
        });
        tree.attributes.onName(tree.fd(dir), name, dir, entry);
        tree.count(0);
    }

    /** Creates an entry; whatever had its name goes first. */
    private <T> T place(DirNode dir, String name, TarEntry entry, Creation<T> creation) throws IOException {
        tree.touch(dir, name, entry);
        tree.forgetLower(dir, name);
        try {
            return creation.create(tree.fd(dir));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        tree.remove(dir, name);
        return creation.create(tree.fd(dir));
    }
}
