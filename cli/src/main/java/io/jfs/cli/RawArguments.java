package io.jfs.cli;

import io.jfs.linux.NativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of this process byte by byte. The JVM decodes them by the locale, which turns what does not fit into
 * {@code ?} or U+FFFD; but an argument may be a file's name in an image, and those are bytes.
 */
final class RawArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline"); // proc_pid_cmdline(5)

    private RawArguments() {}

    /** The same arguments as {@link NativePath} decodes them; as they are if the JVM cannot have lost anything. */
    static String[] of(String... arguments) {
        if (Arrays.stream(arguments).allMatch(RawArguments::isSafe)) {
            return arguments;
        }
        try {
            return of(Files.readAllBytes(COMMAND_LINE), arguments);
        } catch (IOException _) {
            return arguments;
        }
    }

    /** @param commandLine each argument ended by NUL, those of the JVM first */
    static String[] of(byte[] commandLine, String... arguments) {
        List<String> raw = new ArrayList<>();
        for (int start = 0, end = 0; end < commandLine.length; end++) {
            if (commandLine[end] == 0) {
                raw.add(NativePath.decode(Arrays.copyOfRange(commandLine, start, end)));
                start = end + 1;
            }
        }
        int first = raw.size() - arguments.length;
        for (int i = 0; i < arguments.length; i++) {
            if (first < 0 || (isSafe(arguments[i]) && !arguments[i].equals(raw.get(first + i)))) {
                return arguments; // not ours: the JVM was started in some other way
            }
        }
        return raw.subList(first, raw.size()).toArray(String[]::new);
    }

    private static boolean isSafe(String argument) {
        return argument.chars().allMatch(c -> c < 0x80 && c != '?');
    }
}
