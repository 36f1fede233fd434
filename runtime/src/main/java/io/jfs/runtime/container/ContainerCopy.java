package io.jfs.runtime.container;

import io.jfs.core.tree.CopyOptions;
import io.jfs.core.tree.TreeCopy;
import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileIo;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Copies between a container and the host. The container's tree is hostile and may change meanwhile: its paths are
 * resolved within its root, and then only descriptors are used.
 */
public final class ContainerCopy {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY;

    private ContainerCopy() {}

    /** Out of a container. */
    public static void out(Fd root, String source, Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        try (Fd host = Open.open(Path.of("/"), Open.O_PATH | Open.O_DIRECTORY, 0)) {
            copy(root, source, host, absolute.toString(), target.toString().endsWith("/"));
        }
    }

    /** Into a container. */
    public static void in(Path source, Fd root, String target) throws IOException {
        try (Fd host = Open.open(Path.of("/"), Open.O_PATH | Open.O_DIRECTORY, 0)) {
            copy(host, source.toAbsolutePath().toString(), root, target, target.endsWith("/"));
        }
    }

    private static void copy(Fd fromRoot, String source, Fd toRoot, String target, boolean intoDirectory)
            throws IOException {
        boolean contents = source.endsWith("/.");
        try (Fd from = open(fromRoot, source, Open.O_PATH)) {
            FileStat stat = Stat.stat(from);
            Optional<Fd> existing = directory(toRoot, target);
            if (existing.isPresent() && (!contents || !stat.isDirectory())) {
                try (Fd into = existing.get()) {
                    copyAs(from, stat, into, name(source));
                }
                return;
            }
            if (existing.isPresent()) {
                try (Fd into = existing.get()) {
                    copyTree(from, into);
                }
                return;
            }
            if (intoDirectory && !stat.isDirectory()) {
                throw new ContainerException("the directory " + target + " does not exist");
            }
            try (Fd parent = open(toRoot, parent(target), DIRECTORY)) {
                copyAs(from, stat, parent, name(target));
            }
        }
    }

    private static Fd open(Fd root, String path, int flags) throws IOException {
        return Open.openBeneathRoot(root, path, flags, 0);
    }

    private static Optional<Fd> directory(Fd root, String path) throws IOException {
        try {
            return Optional.of(open(root, path, DIRECTORY));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void copyAs(Fd from, FileStat stat, Fd parent, String name) throws IOException {
        if (stat.isDirectory()) {
            if (Stat.find(parent, name).isEmpty()) {
                Links.mkdirAt(parent, name, 0700);
            }
            try (Fd into = Open.openAt(parent, name, DIRECTORY | Open.O_NOFOLLOW, 0)) {
                copyTree(from, into);
                Attributes.chown(into, stat.uid(), stat.gid());
                Attributes.chmod(into, stat.permissions());
            }
            return;
        }
        if (!stat.isRegular()) {
            throw new ContainerException("cannot copy " + name + ": neither a file nor a directory");
        }
        int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC | Open.O_NOFOLLOW | Open.O_NONBLOCK;
        try (Fd into = Open.openAt(parent, name, flags, 0600);
                InputStream in = FileIo.inputStream(Open.open(Path.of(from.procPath()), Open.O_RDONLY, 0));
                OutputStream to = FileIo.outputStream(into.duplicate())) {
            if (!Stat.stat(into).isRegular()) {
                throw new ContainerException("cannot copy to " + name + ": it is no file");
            }
            in.transferTo(to);
            Attributes.chown(into, stat.uid(), stat.gid());
            Attributes.chmod(into, stat.permissions());
            Attributes.setTimes(into, stat.mtimeSeconds(), stat.mtimeNanos(), stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }

    // Through another directory of its own, since a copy wants an empty one.
    private static void copyTree(Fd from, Fd into) throws IOException {
        try (Fd source = Open.open(Path.of(from.procPath()), DIRECTORY, 0)) {
            TreeCopy.copy(source, into, CopyOptions.DEFAULT);
        }
    }

    static String name(String path) throws ContainerException {
        String trimmed = path.replaceAll("(/\\.?)+$", "");
        String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new ContainerException("cannot copy \"" + path + "\": it has no name of its own");
        }
        return name;
    }

    static String parent(String path) {
        String trimmed = path.replaceAll("(/\\.?)+$", "");
        int slash = trimmed.lastIndexOf('/');
        return slash <= 0 ? "/" : trimmed.substring(0, slash);
    }
}
