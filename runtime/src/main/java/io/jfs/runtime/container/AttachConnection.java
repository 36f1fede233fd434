package io.jfs.runtime.container;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A connection to a container's monitor; {@link io.jfs.runtime.helper} has the protocol. One thread may read and
 * another send.
 */
public final class AttachConnection implements AutoCloseable {
    private static final int MAX_PATH = 107; // struct sockaddr_un
    private static final int HEADER = 8;
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;
    private static final int EXIT = 3;
    private static final int INPUT = 0;
    private static final int RESIZE = 4;
    private static final int END = 5;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(64 << 10).flip();

    private AttachConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @throws IOException if nobody serves the socket: the container does not run
     */
    public static AttachConnection open(Path socket) throws IOException {
        if (socket.toString().length() <= MAX_PATH) {
            return open(UnixDomainSocketAddress.of(socket));
        }
        Path directory = Files.createTempDirectory("jfs");
        Path link = directory.resolve("s");
        try {
            Files.createSymbolicLink(link, socket);
            return open(UnixDomainSocketAddress.of(link));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(directory);
        }
    }

    private static AttachConnection open(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(address);
            return new AttachConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Gives the program something to read. */
    public void sendInput(byte[] bytes, int length) throws IOException {
        send(INPUT, ByteBuffer.wrap(bytes, 0, length));
    }

    /** Ends what the program reads. */
    public void endInput() throws IOException {
        send(END, ByteBuffer.allocate(0));
    }

    /** Tells the program's terminal its size. */
    public void resize(int rows, int columns) throws IOException {
        send(
                RESIZE,
                ByteBuffer.allocate(4)
                        .putShort((short) rows)
                        .putShort((short) columns)
                        .flip());
    }

    private synchronized void send(int type, ByteBuffer payload) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).put((byte) type).putInt(4, payload.remaining());
        ByteBuffer[] frame = {header.rewind(), payload};
        while (payload.hasRemaining() || header.hasRemaining()) {
            channel.write(frame);
        }
    }

    /**
     * Passes on what the program writes, until it ends.
     *
     * @return its exit code; empty if the connection was closed before it ended
     */
    public OptionalInt copyOutput(OutputStream out, OutputStream err) throws IOException {
        byte[] chunk = new byte[32 << 10];
        try {
            while (true) {
                fill(HEADER);
                int type = in.get();
                in.position(in.position() + 3);
                int left = in.getInt();
                if (type == EXIT) {
                    fill(4);
                    return OptionalInt.of(in.getInt());
                }
                copy(type == ERROR ? err : out, left, chunk, type == OUTPUT || type == ERROR);
            }
        } catch (EOFException | AsynchronousCloseException _) {
            return OptionalInt.empty();
        }
    }

    private void copy(OutputStream to, int length, byte[] chunk, boolean wanted) throws IOException {
        int left = length;
        while (left > 0) {
            fill(1);
            int part = Math.min(Math.min(left, in.remaining()), chunk.length);
            in.get(chunk, 0, part);
            if (wanted) {
                to.write(chunk, 0, part);
            }
            left -= part;
        }
        to.flush();
    }

    private void fill(int least) throws IOException {
        if (in.remaining() >= least) {
            return;
        }
        in.compact();
        while (in.position() < least) {
            if (channel.read(in) < 0) {
                throw new EOFException();
            }
        }
        in.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
