package io.jfs.union;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test needs of the machine. Where it is missing, the test is skipped with the reason, or fails in CI. */
final class Needs {
    private Needs() {}

    static void that(boolean there, String what) {
        if (there) {
            return;
        }
        if (System.getenv("CI") != null) {
            fail("CI must have: " + what);
        }
        abort("needs " + what);
    }
}
