package io.jfs.snapshotter;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a listening Unix socket. It is bound under another name, and gets its own only when only its owner can
 * connect: so nobody else ever can, and what a killed server left is replaced in one step.
 */
final class SocketFile {
    private final Path path;
    private final Path fresh;

    private SocketFile(Path path) {
        this.path = path;
        this.fresh = path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** @throws IOException if somebody listens there, or the name is that of something else than a socket */
    static SocketFile reserve(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Files.createDirectories(
                absolute.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            requireStale(absolute);
        }
        SocketFile file = new SocketFile(absolute);
        Files.deleteIfExists(file.fresh);
        return file;
    }

    private static void requireStale(Path path) throws IOException {
        if (!isSocket(path)) {
            throw new IOException("socket " + path + ": something else than a socket is there");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException _) {
            return; // nobody listens
        }
        throw new IOException("socket " + path + ": another server listens there");
    }

    private static boolean isSocket(Path path) throws IOException {
        int type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000; // stat.h: S_IFMT
        return type == 0140000; // S_IFSOCK
    }

    /** Where to bind. */
    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(fresh);
    }

    /** From here on clients find it. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
