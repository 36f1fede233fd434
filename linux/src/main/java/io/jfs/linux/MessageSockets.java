package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;

/** Connected sockets that keep the boundaries of messages: {@code AF_UNIX}, {@code SOCK_SEQPACKET}. */
public final class MessageSockets {
    /** The longest message. */
    public static final int MAX_BYTES = Scratch.DATA_BYTES;

    private static final int AF_UNIX = 1; // linux/socket.h
    private static final int SOCK_SEQPACKET_CLOEXEC = 5 | 02000000; // linux/net.h
    private static final int MSG_NOSIGNAL = 0x4000; // linux/socket.h

    private MessageSockets() {}

    /** The two ends. */
    public record Pair(Fd ours, Fd theirs) {}

    /**
     * {@code int socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, int fds[2])}.
     *
     * @throws ErrnoException EMFILE
     */
    public static Pair pair() throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long pair = scratch.reserve(Long.BYTES);
        long address = scratch.address(pair);
        check(Kernel.call(Syscall.SOCKETPAIR, AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, address), "socketpair", "");
        long numbers = scratch.getLong(pair);
        return new Pair(Fd.ofOwned((int) numbers), Fd.ofOwned((int) (numbers >>> Integer.SIZE)));
    }

    /**
     * Sends one message: {@code ssize_t sendto(int fd, const void *buf, size_t len, MSG_NOSIGNAL, NULL, 0)}.
     *
     * @throws ErrnoException EPIPE if the other end is closed; EMSGSIZE
     */
    public static void send(Fd socket, byte[] message) throws ErrnoException {
        if (message.length > MAX_BYTES) {
            throw new ErrnoException(Errno.EMSGSIZE, "sendto", "");
        }
        Scratch scratch = Scratch.begin();
        scratch.set(scratch.data(), message, 0, message.length);
        long data = scratch.address(scratch.data());
        check(Kernel.retry(Syscall.SENDTO, socket.number(), data, message.length, MSG_NOSIGNAL, 0, 0), "sendto", "");
    }

    /**
     * Receives one message; an empty one if the other end is closed.
     *
     * @throws ErrnoException as recv(2)
     */
    public static byte[] receive(Fd socket) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long data = scratch.address(scratch.data());
        long result = Kernel.retry(Syscall.READ, socket.number(), data, MAX_BYTES);
        if (Errno.ECONNRESET.is(result)) {
            return new byte[0];
        }
        check(result, "read", "");
        return scratch.bytes(scratch.data(), result);
    }
}
