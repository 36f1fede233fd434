package io.jfs.linux;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test needs of the machine. Where it is missing, the test is skipped with the reason, or fails in CI. */
public final class Needs {
    private Needs() {}

    public static void root() {
        that(Processes.effectiveUserId() == 0, "root");
    }

    public static void that(boolean there, String what) {
        if (there) {
            return;
        }
        if (System.getenv("CI") != null) {
            fail("CI must have: " + what);
        }
        abort("needs " + what);
    }
}
