package io.jfs.fuse.dispatch;

import io.jfs.fuse.wire.Headers;
import io.jfs.fuse.wire.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Sends requests, spelt in hexadecimal, to a handler, and spells what it answers. */
final class Exchange {
    static final long NODE = 0x11;
    private static final int REPLY_AT = Headers.OUT_BYTES;

    final FuseCounters counters = new FuseCounters();
    final Dispatcher dispatcher;
    private final ByteBuffer in = ByteBuffer.allocateDirect(8192).order(ByteOrder.nativeOrder());
    private final ByteBuffer out = ByteBuffer.allocateDirect(8192).order(ByteOrder.nativeOrder());

    Exchange(FuseHandler handler) {
        Timeouts timeouts = new Timeouts(
                java.time.Duration.ofSeconds(1), java.time.Duration.ofMillis(2_500), java.time.Duration.ofSeconds(3));
        DispatchOptions options = new DispatchOptions(
                timeouts, true, true, false, counters, new Interrupts(), java.util.Optional.empty());
        dispatcher = new Dispatcher(handler, options, in, out);
        dispatcher.placeReply(REPLY_AT, out.capacity() - REPLY_AT);
    }

    /** Returns the reply's length or negative error; {@code body} is what follows the header. */
    int send(int opcode, String body) {
        return send(opcode, bytes(body));
    }

    int send(int opcode, byte[] bytes) {
        int length = Headers.IN_BYTES + bytes.length;
        in.putInt(0, length);
        in.putInt(4, opcode);
        in.putLong(8, 0x77);
        in.putLong(16, NODE);
        in.putInt(24, 1000);
        in.putInt(28, 100);
        in.putInt(32, 4242);
        in.putInt(36, 0);
        in.put(Headers.IN_BYTES, bytes);
        return dispatcher.handle(0, Headers.IN_BYTES, -1, length);
    }

    int send(Opcode opcode, String body) {
        return send(opcode.code(), body);
    }

    /** The reply's body, or the error. */
    String ask(Opcode opcode, String body) {
        int result = send(opcode, body);
        if (result < 0) {
            return result == Dispatcher.NO_REPLY ? "no reply" : "error " + -result;
        }
        byte[] reply = new byte[result];
        out.get(REPLY_AT, reply);
        return HexFormat.of().formatHex(reply);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex(hex));
    }

    static String hex(String spaced) {
        return spaced.replace(" ", "");
    }

    static String u32(int value) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
    }

    static String u64(long value) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(value));
    }

    /** The name and its NUL. */
    static String name(String name) {
        return HexFormat.of().formatHex(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "00";
    }
}
