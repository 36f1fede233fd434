package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Spawn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs other programs, by {@code posix_spawn}. */
public final class Programs {
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private Programs() {}

    /**
     * How a program ended.
     *
     * @param code its exit code, or 128 and the number of the signal that killed it
     * @param error what it wrote to standard error, up to 64 KiB, without blanks at the ends
     */
    public record Outcome(int code, String error) {
        /** Whether it says that it did what it was to do: exit code 0. */
        public boolean isSuccess() {
            return code == 0;
        }
    }

    /**
     * Runs a program to its end. Its standard input and output are {@code /dev/null}. What it leaves running in the
     * background is not waited for, even if that keeps standard error open.
     *
     * @param command the program's path, then its arguments; each less than 128 KiB (execve(2), MAX_ARG_STRLEN)
     * @param environment all of its environment
     * @throws ErrnoException ENOENT, EACCES, E2BIG and others if it cannot be started
     */
    public static Outcome run(List<String> command, Map<String, String> environment) throws IOException {
        String program = command.getFirst();
        List<byte[]> arguments = new ArrayList<>();
        for (String argument : command) {
            arguments.add(word(argument));
        }
        List<byte[]> variables = new ArrayList<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            variables.add(word(variable.getKey() + "=" + variable.getValue()));
        }
        try (Fd nothing = Open.open(Path.of("/dev/null"), Open.O_RDWR, 0);
                Fd error = Processes.memfd("stderr")) {
            var standard = new Spawn.Standard(nothing.number(), nothing.number(), error.number());
            long pid = check(Spawn.spawn(arguments, variables, Optional.of(standard)), "posix_spawn", program);
            long status = check(Spawn.await(pid), "wait4", program);
            return new Outcome(exitCode((int) status), text(error));
        }
    }

    private static byte[] word(String text) throws ErrnoException {
        if (text.indexOf('\0') >= 0) {
            throw new ErrnoException(Errno.EINVAL, "posix_spawn", text);
        }
        byte[] bytes = NativePath.encode(text);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** wait(2): the low seven bits are a signal, the next byte an exit code. */
    private static int exitCode(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    private static String text(Fd error) throws ErrnoException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_ERROR_BYTES);
        while (bytes.hasRemaining() && FileIo.pread(error, bytes, bytes.position()) > 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }
}
