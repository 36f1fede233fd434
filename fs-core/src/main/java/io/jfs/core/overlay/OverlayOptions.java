package io.jfs.core.overlay;

import io.jfs.core.driver.DriverOptions;
import java.io.IOException;
import java.util.Set;

/**
 * The settings that drivers of this format share.
 *
 * @param isVolatile mounts of active snapshots skip every sync to disk ({@code volatile}, overlayfs.rst "Volatile
 *     mount"): fast, and lost with the machine
 * @param userXattr overlay's own extended attributes are {@code user.overlay.*}, as those without power over the whole
 *     machine need it
 */
public record OverlayOptions(boolean isVolatile, boolean userXattr) {
    /** The shared settings. */
    public static final Set<String> KNOWN = Set.of("volatile", "userxattr");

    /** Whether this is one of the shared settings. */
    public static boolean isKnown(String option) {
        return KNOWN.contains(option);
    }

    /**
     * Picks the shared settings; whether there are others is the driver's business.
     *
     * @param driver for error messages
     * @param withoutTrusted whether {@code trusted.*} is out of reach
     * @throws IOException if a value is neither true nor false; names the option
     */
    public static OverlayOptions parse(String driver, DriverOptions options, boolean withoutTrusted)
            throws IOException {
        for (String known : KNOWN) {
            String value = options.get(known).orElse("");
            if (!Set.of("", "true", "false").contains(value)) {
                throw new IOException(
                        "driver " + driver + ": storage option " + known + " must be true or false, not " + value);
            }
        }
        return new OverlayOptions(options.isSet("volatile"), withoutTrusted || options.isSet("userxattr"));
    }

    /** What the names of overlay's own extended attributes begin with. */
    public String xattrPrefix() {
        return userXattr ? "user.overlay." : "trusted.overlay.";
    }
}
