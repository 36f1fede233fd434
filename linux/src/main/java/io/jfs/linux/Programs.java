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
    private static final int MAX_OUTPUT_BYTES = 4 << 20;

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
        List<byte[]> arguments = words(command);
        List<byte[]> variables = new ArrayList<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            variables.add(word(variable.getKey() + "=" + variable.getValue()));
        }
        try (Fd nothing = Open.open(Path.of("/dev/null"), Open.O_RDWR, 0);
                Fd error = Processes.memfd("stderr")) {
            var standard = new Spawn.Standard(nothing.number(), nothing.number(), error.number());
            long pid = check(
                    Spawn.spawn(arguments.getFirst(), arguments, variables, Optional.of(standard)),
                    "posix_spawn",
                    program);
            long status = check(Spawn.await(pid), "wait4", program);
            return new Outcome(exitCode((int) status), text(error));
        }
    }

    /**
     * What a program answered.
     *
     * @param code its exit code, or 128 and the number of the signal that killed it
     * @param output what it wrote to standard output, up to 4 MiB
     * @param error what it wrote to standard error, up to 64 KiB, without blanks at the ends
     */
    public record Answer(int code, String output, String error) {}

    /**
     * Runs a program to its end with an input and takes its output; otherwise as {@link #run}.
     *
     * @throws ErrnoException ENOENT, EACCES, E2BIG and others if it cannot be started
     */
    public static Answer ask(List<String> command, Map<String, String> environment, byte[] input) throws IOException {
        String program = command.getFirst();
        List<byte[]> arguments = words(command);
        List<byte[]> variables = new ArrayList<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            variables.add(word(variable.getKey() + "=" + variable.getValue()));
        }
        try (Fd in = Processes.memfd("stdin");
                Fd out = Processes.memfd("stdout");
                Fd error = Processes.memfd("stderr")) {
            FileIo.pwriteFully(in, ByteBuffer.wrap(input), 0);
            var standard = new Spawn.Standard(in.number(), out.number(), error.number());
            long pid = check(
                    Spawn.spawn(arguments.getFirst(), arguments, variables, Optional.of(standard)),
                    "posix_spawn",
                    program);
            long status = check(Spawn.await(pid), "wait4", program);
            return new Answer(exitCode((int) status), text(out, MAX_OUTPUT_BYTES), text(error));
        }
    }

    /**
     * Starts a program with an empty environment and this process's own standard files. The caller must {@link #await}
     * it.
     *
     * @param program its open file
     * @param arguments its own name first
     * @param inherited descriptors that it gets at the same numbers
     * @return its process id
     * @throws ErrnoException ENOEXEC, EACCES, E2BIG and others if it cannot be started
     */
    public static int start(Fd program, List<String> arguments, Fd... inherited) throws ErrnoException {
        List<byte[]> command = new ArrayList<>(words(arguments));
        int[] numbers = new int[inherited.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = inherited[i].number();
        }
        byte[] path = word(program.procPath());
        long pid = Spawn.spawn(path, command, List.of(), Optional.empty(), numbers);
        return (int) check(pid, "posix_spawn", arguments.getFirst());
    }

    /**
     * Waits for a program that {@link #start} has started; its exit code, or 128 and the number of the signal that
     * killed it.
     *
     * @throws ErrnoException ECHILD if it was awaited before
     */
    public static int await(int pid) throws ErrnoException {
        return exitCode((int) check(Spawn.await(pid), "wait4", Integer.toString(pid)));
    }

    private static List<byte[]> words(List<String> texts) throws ErrnoException {
        List<byte[]> words = new ArrayList<>();
        for (String text : texts) {
            words.add(word(text));
        }
        return words;
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
        return text(error, MAX_ERROR_BYTES);
    }

    private static String text(Fd file, int limit) throws ErrnoException {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) Math.min(limit, Stat.stat(file).size()));
        while (bytes.hasRemaining() && FileIo.pread(file, bytes, bytes.position()) > 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }
}
