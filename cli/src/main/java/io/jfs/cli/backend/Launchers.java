package io.jfs.cli.backend;

import java.nio.file.Path;
import java.util.Optional;

/** Where jfs's programs are, and how others find them. */
final class Launchers {
    /** In the {@code PATH} of every service. */
    static final String WRAPPER = "/usr/local/bin/jfs-union";

    private Launchers() {}

    /** The path of one of the programs in {@code bin/}. */
    static String of(String program) {
        return Optional.ofNullable(System.getProperty("jfs.bin"))
                .map(bin -> Path.of(bin, program).toString())
                .orElse("/usr/local/bin/" + program);
    }

    /** A program that starts ours, so that callers need not know where jfs lies. */
    static String wrapper() {
        return """
                #!/bin/sh
                exec %s "$@"
                """.formatted(quoted(of("jfs-union")));
    }

    private static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }
}
