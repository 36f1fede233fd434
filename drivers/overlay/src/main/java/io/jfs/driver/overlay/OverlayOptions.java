package io.jfs.driver.overlay;

import io.jfs.core.driver.DriverOptions;
import java.io.IOException;
import java.util.Set;

/**
 * The driver's settings.
 *
 * @param isVolatile mounts of active snapshots skip every sync to disk ({@code volatile}, overlayfs.rst "Volatile
 *     mount"): fast, and lost with the machine
 * @param userXattr overlay's own extended attributes are {@code user.overlay.*}, as a user namespace needs it
 */
record OverlayOptions(boolean isVolatile, boolean userXattr) {
    private static final Set<String> KNOWN = Set.of("volatile", "userxattr");

    static OverlayOptions parse(DriverOptions options, boolean inUserNamespace) throws IOException {
        for (var option : options.values().entrySet()) {
            if (!KNOWN.contains(option.getKey())) {
                throw new IOException(
                        "driver overlay: unknown storage option " + option.getKey() + " (known: volatile, userxattr)");
            }
            if (!Set.of("", "true", "false").contains(option.getValue())) {
                throw new IOException("driver overlay: storage option " + option.getKey()
                        + " must be true or false, not " + option.getValue());
            }
        }
        return new OverlayOptions(options.isSet("volatile"), inUserNamespace || options.isSet("userxattr"));
    }

    String xattrPrefix() {
        return userXattr ? "user.overlay." : "trusted.overlay.";
    }
}
