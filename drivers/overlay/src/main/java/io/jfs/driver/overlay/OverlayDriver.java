package io.jfs.driver.overlay;

import io.jfs.core.Mount;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.overlay.KernelOverlay;
import io.jfs.core.overlay.OverlayFormatDriver;
import io.jfs.core.overlay.OverlayOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The kernel's overlay filesystem mounts the layers. */
final class OverlayDriver extends OverlayFormatDriver {
    static final String NAME = "overlay";

    /** OVL_MAX_STACK in the kernel's fs/overlayfs/ovl_entry.h. */
    private static final int MAX_LOWERS = 500;

    private final OverlayOptions options;

    OverlayDriver(OverlayOptions options, Set<DriverCapability> capabilities) {
        super(options, capabilities, MAX_LOWERS);
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    protected Mount writable(List<Path> lowers, Path upper, Path work) {
        return KernelOverlay.writable(lowers, upper, work, options);
    }

    @Override
    protected Mount readOnly(List<Path> lowers) {
        return KernelOverlay.readOnly(lowers, options);
    }
}
