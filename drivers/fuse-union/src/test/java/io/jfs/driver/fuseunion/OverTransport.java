package io.jfs.driver.fuseunion;

import io.jfs.core.driver.DriverOptions;
import io.jfs.fuse.transport.FuseTransports;
import io.jfs.fuse.transport.Transport;
import io.jfs.testkit.Requirement;
import java.util.Map;

/** What the driver's contracts need for one transport. */
final class OverTransport {
    private OverTransport() {}

    /** Skips the test, or fails it in CI, unless the machine has it. */
    static void require(Transport transport) {
        FuseTransports.probe().stream()
                .filter(probe -> probe.transport() == transport)
                .forEach(probe -> Requirement.require(probe.unavailable()));
    }

    static DriverOptions options(Transport transport) {
        return new DriverOptions(Map.of("transport", transport.toString()));
    }
}
