package io.jfs.runtime.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The system calls of one architecture, by name. */
final class SyscallTable {
    private static final Map<SeccompArch, SyscallTable> LOADED = new EnumMap<>(SeccompArch.class);

    private final Map<String, Integer> numbers;

    private SyscallTable(Map<String, Integer> numbers) {
        this.numbers = numbers;
    }

    /** The table of the architecture, read once. */
    static synchronized SyscallTable of(SeccompArch arch) {
        return LOADED.computeIfAbsent(arch, SyscallTable::load);
    }

    /** The number of the call; empty if the architecture does not have it. */
    OptionalInt number(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Every call by name. */
    Map<String, Integer> numbers() {
        return numbers;
    }

    private static SyscallTable load(SeccompArch arch) {
        String name = arch.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = SyscallTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the system call table " + name + " is missing");
            }
            return new SyscallTable(parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII), arch));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the system call table " + name, e);
        }
    }

    // Lines "NUMBER NAME"; those that begin with # are comments.
    private static Map<String, Integer> parse(String text, SeccompArch arch) {
        Map<String, Integer> numbers = HashMap.newHashMap(512);
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            if (text.charAt(start) != '#') {
                int space = text.indexOf(' ', start);
                int number = Integer.parseInt(text, start, space, 10);
                numbers.put(text.substring(space + 1, end), number + arch.firstNumber());
            }
            start = end + 1;
        }
        return numbers;
    }
}
