package io.jfs.fuse.transport;

import io.jfs.testkit.Requirement;

/** Skips a test, or fails it in CI, unless the machine has a transport. */
final class RequiredTransport {
    private RequiredTransport() {}

    static void required(Transport transport) {
        FuseTransports.probe().stream()
                .filter(probe -> probe.transport() == transport)
                .forEach(probe -> Requirement.require(probe.unavailable()));
    }
}
