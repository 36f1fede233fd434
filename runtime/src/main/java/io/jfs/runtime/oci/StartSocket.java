package io.jfs.runtime.oci;

import io.jfs.runtime.helper.HelperMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the first process of a container, which waits at its socket, to become the program. */
final class StartSocket {
    /** struct sockaddr_un has room for 108 bytes, the last a NUL. */
    private static final int MAX_PATH = 107;

    private StartSocket() {}

    /**
     * Starts, and removes the socket, by which a container is known to wait. It goes as soon as the process has been
     * reached and before it is told: whoever is killed here leaves a container that runs or has ended, never one that
     * runs and seems to wait.
     *
     * @throws IOException if the program could not be executed
     */
    static void start(Path socket) throws IOException {
        if (socket.toString().length() <= MAX_PATH) {
            start(UnixDomainSocketAddress.of(socket), socket);
            return;
        }
        Path link = Files.createTempDirectory("jfs").resolve("s");
        try {
            Files.createSymbolicLink(link, socket);
            start(UnixDomainSocketAddress.of(link), socket);
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(link.resolveSibling(""));
        }
    }

    private static void start(UnixDomainSocketAddress address, Path socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address);
            Files.deleteIfExists(socket);
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (channel.read(buffer.clear()) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
            }
        }
        // The process's end of the connection closes when it becomes the program.
        if (answer.size() > 0 && HelperMessage.parse(answer.toByteArray()) instanceof HelperMessage.Failed failed) {
            throw failed.failure();
        }
    }
}
