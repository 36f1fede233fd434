package io.jfs.driver.fuseunion;

import io.jfs.fuse.transport.FuseTransports;
import io.jfs.fuse.transport.KernelFuse;
import io.jfs.fuse.transport.Transport;
import io.jfs.fuse.transport.TransportProbe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What mounts get on this machine, in words, and what would make them faster. */
final class FuseFacts {
    private FuseFacts() {}

    /**
     * Tries.
     *
     * @throws IOException if nothing can be mounted: says what is missing
     */
    static Map<String, String> find() throws IOException {
        KernelFuse kernel = KernelFuse.probe();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("FUSE", "7." + kernel.minor());
        facts.put("Transport", transport());
        facts.put(
                "Open",
                kernel.withoutPassthrough()
                        .map(reason -> "cached (no passthrough: " + reason + ")")
                        .orElse("passthrough"));
        return facts;
    }

    private static String transport() throws IOException {
        Optional<String> withoutRings = FuseTransports.probe().stream()
                .filter(probe -> probe.transport() == Transport.IO_URING)
                .findFirst()
                .flatMap(TransportProbe::unavailable);
        if (withoutRings.isEmpty()) {
            return Transport.IO_URING.toString();
        }
        boolean isOff = FuseSwitch.OF_THIS_MACHINE.state() == FuseSwitch.State.OFF;
        String reason = isOff ? "off: 'jfs driver init fuse-union' turns it on" : withoutRings.get();
        return Transport.DEV_FUSE + " (" + Transport.IO_URING + ": " + reason + ")";
    }
}
