package io.jfs.runtime.helper;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.NativePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What a helper says. */
public sealed interface HelperMessage {
    /** The id maps of this process's new user namespace are to be written. */
    record NeedsMaps(int pid) implements HelperMessage {}

    /** The process exists and waits. */
    record Created(int pid) implements HelperMessage {}

    /** The plan has come to a point where Java has something to do. */
    record Sync() implements HelperMessage {}

    /** The plan was carried out, up to the start of the program. */
    record Ready() implements HelperMessage {}

    /**
     * The program has ended.
     *
     * @param code the program's exit code, or 128 and the signal that killed it
     */
    record Ended(int code) implements HelperMessage {}

    /** An operation failed; all is undone. */
    record Failed(ErrnoException failure) implements HelperMessage {}

    /** The helper has gone. */
    record Gone() implements HelperMessage {}

    /** Reads one message; an empty one is {@link Gone}. */
    static HelperMessage parse(byte[] message) throws IOException {
        if (message.length == 0) {
            return new Gone();
        }
        return switch (message[0]) {
            case 'M' -> new NeedsMaps(number(message));
            case 'P' -> new Created(number(message));
            case 'S' -> new Sync();
            case 'R' -> new Ready();
            case 'X' -> new Ended(exitCode(number(message)));
            case 'E' -> new Failed(failure(message));
            default -> throw new IOException("the helper said what jfs does not know: " + Arrays.toString(message));
        };
    }

    private static int number(byte[] message) throws IOException {
        if (message.length != 1 + Integer.BYTES) {
            throw new IOException("the helper's message has " + message.length + " bytes");
        }
        return ByteBuffer.wrap(message, 1, Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    private static int exitCode(int waitStatus) {
        int signal = waitStatus & 0x7f;
        return signal == 0 ? (waitStatus >> 8) & 0xff : 128 + signal;
    }

    /** Of the helper's error: the letter, errno, the operation, NUL, the path. */
    static ErrnoException failure(byte[] message) {
        if (message.length < 1 + Integer.BYTES) {
            return new ErrnoException(Errno.EPROTO, "helper", "cut message");
        }
        int errno = ByteBuffer.wrap(message, 1, Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .getInt();
        int end = 5;
        while (end < message.length && message[end] != 0) {
            end++;
        }
        String operation = NativePath.decode(Arrays.copyOfRange(message, 5, end));
        String path = NativePath.decode(Arrays.copyOfRange(message, Math.min(end + 1, message.length), message.length));
        return new ErrnoException(Errno.of(errno), operation, path);
    }
}
