package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jfs.cli.session.Settings;

/** Mounting needs root: on a plain user's machine such a test is skipped, in CI it fails. */
final class Root {
    private Root() {}

    static void isRequired() {
        if (System.getenv("CI") == null) {
            assumeTrue(Settings.isRoot(), "mounting needs root");
        }
        assertThat(Settings.isRoot()).as("CI must run as root").isTrue();
    }
}
