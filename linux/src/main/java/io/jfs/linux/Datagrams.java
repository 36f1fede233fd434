package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Unix datagrams, which the JDK does not have: how systemd is told that a service is ready. */
public final class Datagrams {
    // linux/socket.h
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 02000000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** linux/un.h: sun_path. */
    private static final int PATH_BYTES = 108;

    private static final int ADDRESS_HEADER = 2;

    private Datagrams() {}

    /**
     * Sends one message.
     *
     * @param address a socket's path, or {@code @} and a name in the abstract name space
     * @throws ErrnoException as socket(2) and sendto(2)
     * @throws IllegalArgumentException if the address is empty or longer than 107 bytes
     */
    public static void send(String address, byte[] message) throws ErrnoException {
        byte[] encoded = encode(address);
        try (Fd socket = Fd.ofOwned(
                (int) check(Kernel.call(Syscall.SOCKET, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0), "socket", address))) {
            Scratch scratch = Scratch.begin();
            long data = scratch.put(message);
            long to = scratch.put(encoded);
            check(
                    Kernel.retry(
                            Syscall.SENDTO, socket.number(), data, message.length, MSG_NOSIGNAL, to, encoded.length),
                    "sendto",
                    address);
        }
    }

    /** The {@code struct sockaddr_un}, as long as needed: an abstract name ends where the address ends. */
    private static byte[] encode(String address) {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length >= PATH_BYTES) {
            throw new IllegalArgumentException("socket address " + address + ": must have 1 to 107 bytes");
        }
        boolean isAbstract = name[0] == '@';
        if (isAbstract) {
            name[0] = 0;
        }
        ByteBuffer encoded = ByteBuffer.allocate(ADDRESS_HEADER + name.length + (isAbstract ? 0 : 1))
                .order(ByteOrder.nativeOrder());
        encoded.putShort(AF_UNIX).put(name);
        return encoded.array();
    }
}
