package io.jfs.driver.fuseunion;

import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.mount.MountProgram;
import io.jfs.core.overlay.OverlayFormatDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out whether FUSE filesystems can be mounted, and opens the driver. */
public final class FuseUnionDriverProvider implements StorageDriverProvider {
    private static final Set<DriverCapability> CAPABILITIES = EnumSet.of(
            DriverCapability.NATIVE_DIFF,
            DriverCapability.ROOTLESS,
            DriverCapability.DIRECTORY_RENAME,
            DriverCapability.REBASE);

    /** For {@link java.util.ServiceLoader}. */
    public FuseUnionDriverProvider() {}

    @Override
    public String name() {
        return FuseUnionDriver.NAME;
    }

    /** The kernel's overlay is faster; this is better than copies. */
    @Override
    public int preference() {
        return 50;
    }

    @Override
    public String mechanism() {
        return "an upper directory of our union on FUSE";
    }

    @Override
    public Map<DriverCapability, String> potential() {
        return Map.of(
                DriverCapability.NATIVE_DIFF, "",
                DriverCapability.DIRECTORY_RENAME, "",
                DriverCapability.REBASE, "",
                DriverCapability.ROOTLESS, "",
                DriverCapability.QUOTA, "on ext4, xfs with `prjquota`");
    }

    @Override
    public DriverProbe probe(Path directory) {
        try {
            MountProgram.find(FuseUnionDriver.PROGRAM);
            return new DriverProbe.Available(OverlayFormatDriver.withQuota(CAPABILITIES, directory), FuseFacts.find());
        } catch (IOException e) {
            return new DriverProbe.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public StorageDriver open(Path directory, DriverOptions options) throws IOException {
        return new FuseUnionDriver(
                FuseUnionOptions.parse(options), OverlayFormatDriver.withQuota(CAPABILITIES, directory));
    }

    /** Switches FUSE over io_uring on, which administrators must allow. */
    @Override
    public List<String> initialize(Path directory, DriverOptions options) throws IOException {
        options.requireKnown(name(), Set.of());
        return FuseSwitch.OF_THIS_MACHINE.turnOn();
    }
}
