package io.jfs.cli.demo;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A command as a person would type it. */
final class ShellWords {
    private static final String SAFE = "[A-Za-z0-9_@%+=:,./{}-]+";

    private ShellWords() {}

    static String join(String... words) {
        return Arrays.stream(words).map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    static String quote(String word) {
        return word.matches(SAFE) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
