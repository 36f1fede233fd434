package io.jfs.runtime.container;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.driver.ApplyTarget;
import io.jfs.core.layer.Compression;
import io.jfs.core.layer.LayerApplier;
import io.jfs.core.layer.LayerLimits;
import io.jfs.core.layer.LayerWriter;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A container's files as tar archives, which are as hostile as the container. */
public final class ContainerArchive {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY;

    private ContainerArchive() {}

    /** Writes a file, or a directory with all in it, under its own name; with {@code /.} only what is in it. */
    public static void write(Fd root, String source, OutputStream tar) throws IOException {
        if (source.equals("/") || source.endsWith("/.")) {
            try (Fd from = Open.openBeneathRoot(root, source, DIRECTORY, 0)) {
                writeNamed(from, "", tar);
            }
            return;
        }
        String name = ContainerCopy.name(source);
        try (Fd parent = Open.openBeneathRoot(root, ContainerCopy.parent(source), DIRECTORY, 0)) {
            writeNamed(parent, name, tar);
        }
    }

    // An empty name is the directory itself.
    private static void writeNamed(Fd at, String name, OutputStream tar) throws IOException {
        List<Change> changes = new ArrayList<>();
        FileStat stat = Stat.statAt(at, name.isEmpty() ? "." : name);
        if (stat.isDirectory()) {
            int flags = DIRECTORY | Open.O_NOFOLLOW;
            try (Fd top = Open.openAt(at, name.isEmpty() ? "." : name, flags, 0)) {
                TreeWalk.walk(top, entry -> {
                    boolean isTop = entry.path().equals("/");
                    String path = isTop && !name.isEmpty() ? "" : entry.path();
                    changes.add(new Change(ChangeKind.ADDED, (name.isEmpty() ? "" : "/" + name) + path));
                    return entry.stat().isDirectory();
                });
            }
        } else {
            changes.add(new Change(ChangeKind.ADDED, "/" + name));
        }
        try (Fd base = Open.openAt(at, ".", DIRECTORY, 0)) {
            LayerWriter.write(base, changes, tar);
        }
    }

    /**
     * Unpacks an archive, which may be compressed by gzip or zstd, into a directory. Whatever it says, nothing is
     * written outside of that directory.
     *
     * @throws ContainerException if there is no such directory
     */
    public static void read(InputStream archive, Fd root, String target) throws IOException {
        InputStream buffered = new BufferedInputStream(archive);
        buffered.mark(Compression.MAGIC_LENGTH);
        byte[] magic = buffered.readNBytes(Compression.MAGIC_LENGTH);
        buffered.reset();
        try (Fd directory = directory(root, target);
                InputStream tar = Compression.detect(magic).decompress(buffered)) {
            Path path = Path.of(directory.procPath(), ".");
            new LayerApplier(new ApplyTarget.MergedTree(path), LayerLimits.DEFAULT).extract(tar);
        }
    }

    private static Fd directory(Fd root, String target) throws IOException {
        try {
            return Open.openBeneathRoot(root, target, DIRECTORY, 0);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                throw new ContainerException("cannot unpack to " + target + ": it is no directory of the container", e);
            }
            throw e;
        }
    }
}
