package io.jfs.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.linux.Processes;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs of the machine: on a user's it is skipped with the reason, where CI is set it fails. */
final class Needs {
    private Needs() {}

    static void root() {
        need(Processes.effectiveUserId() == 0, "needs root");
    }

    static void program(String path) {
        need(Files.isExecutable(Path.of(path)), "needs " + path);
    }

    private static void need(boolean met, String reason) {
        if (System.getenv("CI") != null) {
            assertThat(met).as(reason).isTrue();
        }
        assumeTrue(met, reason);
    }
}
