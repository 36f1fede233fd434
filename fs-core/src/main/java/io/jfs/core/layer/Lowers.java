package io.jfs.core.layer;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.FileType;
import io.jfs.linux.NativePath;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import io.jfs.linux.Xattr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layers below an overlay's upper, read as the kernel's overlay reads them
 * (Documentation/filesystems/overlayfs.rst): a directory merges with those of its name further down until a whiteout,
 * another file type or an opaque mark ends it.
 */
final class Lowers implements AutoCloseable {
    private static final int RESOLVE = Open.RESOLVE_NO_SYMLINKS | Open.RESOLVE_BENEATH | Open.RESOLVE_NO_MAGICLINKS;

    /**
     * A directory that merges those of some layers.
     *
     * @param path relative, no symbolic link in it
     * @param layers indexes of the layers that have it, nearest first
     */
    record Directory(String path, List<Integer> layers) {
        boolean isEmpty() {
            return layers.isEmpty();
        }
    }

    /**
     * What the layers show under a name.
     *
     * @param path relative, no symbolic link in it
     * @param stat of the nearest layer's
     * @param layer index of the nearest layer
     * @param directory what it merges, if it is a directory; else empty
     */
    record Entry(String path, FileStat stat, int layer, Directory directory) {}

    private final LaterLowers directories;
    private final List<Fd> roots = new ArrayList<>();
    private final String xattrPrefix;
    private boolean known;

    /** @param directories asked by {@link #root()} */
    Lowers(LaterLowers directories, String xattrPrefix) {
        this.directories = directories;
        this.xattrPrefix = xattrPrefix;
    }

    /** The root, from which every look begins. Called once; waits for the layers if they are not whole yet. */
    Directory root() throws IOException {
        List<Integer> all = new ArrayList<>();
        for (Path directory : directories.await()) {
            all.add(roots.size());
            roots.add(Open.open(directory, Open.O_PATH | Open.O_DIRECTORY, 0));
        }
        known = true;
        return new Directory("", all);
    }

    /** Whether a look costs no waiting. */
    boolean areKnown() {
        return known;
    }

    static Directory none(String path) {
        return new Directory(path, List.of());
    }

    /** What is visible under a name of a directory. */
    Optional<Entry> lookup(Directory dir, String name) throws IOException {
        String path = dir.path().isEmpty() ? name : dir.path() + "/" + name;
        List<Integer> merged = new ArrayList<>();
        Optional<FileStat> first = Optional.empty();
        for (int layer : dir.layers()) {
            Optional<FileStat> stat = find(layer, path);
            if (stat.isEmpty()) {
                continue;
            }
            if (!stat.get().isDirectory()) {
                boolean visible = first.isEmpty() && !isWhiteout(stat.get());
                return visible
                        ? Optional.of(new Entry(path, stat.get(), layer, none(path)))
                        : directory(path, first, merged);
            }
            merged.add(layer);
            first = first.or(() -> stat);
            if (layer != dir.layers().getLast() && isOpaque(layer, path)) {
                break;
            }
        }
        return directory(path, first, merged);
    }

    private static Optional<Entry> directory(String path, Optional<FileStat> first, List<Integer> merged) {
        return first.map(stat -> new Entry(path, stat, merged.getFirst(), new Directory(path, List.copyOf(merged))));
    }

    private Optional<FileStat> find(int layer, String path) throws IOException {
        try (Fd file = open(layer, path, Open.O_PATH)) {
            return Optional.of(Stat.stat(file));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isOpaque(int layer, String path) throws IOException {
        try (Fd dir = open(layer, path, Open.O_RDONLY | Open.O_DIRECTORY)) {
            if (Xattr.get(dir, xattrPrefix + "redirect").isPresent()) {
                throw new LayerException("lower directory " + NativePath.printable(path)
                        + " was renamed in a container (overlay redirect): apply to a merged tree instead");
            }
            return Xattr.get(dir, xattrPrefix + "opaque")
                    .filter(value -> Arrays.equals(value, new byte[] {'y'}))
                    .isPresent();
        }
    }

    static boolean isWhiteout(FileStat stat) {
        return stat.type() == FileType.CHARACTER_DEVICE && stat.rdevMajor() == 0 && stat.rdevMinor() == 0;
    }

    /** Opens what a lookup found; never follows a link. */
    Fd open(int layer, String path, int flags) throws ErrnoException {
        return Open.openAt2(roots.get(layer), path.isEmpty() ? "." : path, flags | Open.O_NOFOLLOW, 0, RESOLVE);
    }

    /** The names that are visible in a directory, whiteouts among them. */
    Set<String> names(Directory dir) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (int layer : dir.layers()) {
            try (Fd fd = open(layer, dir.path(), Open.O_RDONLY | Open.O_DIRECTORY)) {
                io.jfs.linux.Directory.list(fd).forEach(entry -> names.add(entry.name()));
            }
        }
        return names;
    }

    /** The prefix of the overlay's own extended attributes. */
    String xattrPrefix() {
        return xattrPrefix;
    }

    @Override
    public void close() {
        roots.forEach(Fd::close);
    }
}
