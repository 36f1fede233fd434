package io.jfs.snapshotter;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A Unix socket to answer on: one of our own, or one that systemd has made and keeps while we are away, so that clients
 * wait instead of being refused.
 */
public final class ListeningSocket implements AutoCloseable {
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final Optional<Path> file;

    private ListeningSocket(ServerSocketChannel channel, Optional<Path> file) {
        this.channel = channel;
        this.file = file;
    }

    /**
     * Listens on a socket of its own: mode 0600, its directory made with 0700 if missing. What a killed server left is
     * replaced.
     *
     * @throws IOException if somebody listens there, or something else than a socket is there
     */
    public static ListeningSocket at(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path directory = Optional.ofNullable(absolute.getParent())
                .orElseThrow(() -> new IOException("socket " + path + ": not the name of a file"));
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            requireStale(absolute);
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind(channel, absolute);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("socket " + path + ": cannot listen: " + e.getMessage(), e);
        }
        return new ListeningSocket(channel, Optional.of(absolute));
    }

    /**
     * The listening socket that is this process's standard input, as systemd's {@code StandardInput=socket} gives it.
     *
     * @throws IOException if standard input is something else
     */
    public static ListeningSocket inherited() throws IOException {
        Channel inherited = System.inheritedChannel();
        if (inherited instanceof ServerSocketChannel channel
                && channel.getLocalAddress() instanceof UnixDomainSocketAddress) {
            return new ListeningSocket(channel, Optional.empty());
        }
        throw new IOException("standard input: not a listening Unix socket; systemd needs StandardInput=socket");
    }

    /** Only when nobody but the owner can connect, the socket gets its name. */
    private static void bind(ServerSocketChannel channel, Path path) throws IOException {
        Path fresh = path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        try {
            channel.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void requireStale(Path path) throws IOException {
        int type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000; // stat.h: S_IFMT
        if (type != 0140000) { // S_IFSOCK
            throw new IOException("socket " + path + ": something else than a socket is there");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException _) {
            return; // nobody listens
        }
        throw new IOException("socket " + path + ": another server listens there");
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Where clients connect: not the name that it was bound to. */
    UnixDomainSocketAddress address() throws IOException {
        return file.isPresent()
                ? UnixDomainSocketAddress.of(file.get())
                : (UnixDomainSocketAddress) channel.getLocalAddress();
    }

    @Override
    public String toString() {
        return file.map(Path::toString).orElse("the socket of systemd");
    }

    /** Clients are refused from now on, unless systemd keeps the socket. Repeatable. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen() && file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
        channel.close();
    }
}
