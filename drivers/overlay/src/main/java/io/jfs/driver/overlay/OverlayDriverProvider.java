package io.jfs.driver.overlay;

import io.jfs.core.Mount;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.DriverOptions;
import io.jfs.core.driver.DriverProbe;
import io.jfs.core.driver.StorageDriver;
import io.jfs.core.driver.StorageDriverProvider;
import io.jfs.core.mount.Mounter;
import io.jfs.core.overlay.KernelOverlay;
import io.jfs.core.overlay.OverlayFormatDriver;
import io.jfs.core.overlay.OverlayOptions;
import io.jfs.core.tree.TreeRemover;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds out by mounting whether the kernel's overlay works at a place, and opens the driver. */
public final class OverlayDriverProvider implements StorageDriverProvider {
    /** For {@link java.util.ServiceLoader}. */
    public OverlayDriverProvider() {}

    @Override
    public String name() {
        return OverlayDriver.NAME;
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public String mechanism() {
        return "an upper directory of the kernel's overlay";
    }

    @Override
    public Map<DriverCapability, String> potential() {
        return Map.of(
                DriverCapability.NATIVE_DIFF, "",
                DriverCapability.DIRECTORY_RENAME, "as root",
                DriverCapability.REBASE, "as root",
                DriverCapability.ROOTLESS, "in a user namespace",
                DriverCapability.QUOTA, "on ext4, xfs with `prjquota`");
    }

    @Override
    public DriverProbe probe(Path directory) {
        try {
            OverlayOptions options = parse(DriverOptions.NONE);
            tryMount(directory, options);
            return new DriverProbe.Available(OverlayFormatDriver.withQuota(capabilities(options), directory));
        } catch (IOException e) {
            return new DriverProbe.Unavailable("trying an overlay mount: " + e.getMessage());
        }
    }

    @Override
    public StorageDriver open(Path directory, DriverOptions options) throws IOException {
        OverlayOptions parsed = parse(options);
        return new OverlayDriver(parsed, OverlayFormatDriver.withQuota(capabilities(parsed), directory));
    }

    private static OverlayOptions parse(DriverOptions options) throws IOException {
        options.requireKnown(OverlayDriver.NAME, OverlayOptions.KNOWN);
        return OverlayOptions.parse(OverlayDriver.NAME, options, UserNamespace.isNested());
    }

    /** redirect_dir is refused together with userxattr (kernel, ovl_fs_params_verify), and so is renaming then. */
    private static Set<DriverCapability> capabilities(OverlayOptions options) {
        return options.userXattr()
                ? EnumSet.of(DriverCapability.NATIVE_DIFF, DriverCapability.ROOTLESS)
                : EnumSet.of(DriverCapability.NATIVE_DIFF, DriverCapability.DIRECTORY_RENAME, DriverCapability.REBASE);
    }

    /** A mount that is attached nowhere, and a file created through it: the whole way down to the upper directory. */
    private static void tryMount(Path directory, OverlayOptions options) throws IOException {
        Path trial = directory.resolve("probe-" + UUID.randomUUID());
        Links.mkdirAt(Fd.cwd(), trial.toString(), 0700);
        try {
            Path lower = Files.createDirectory(trial.resolve("lower"));
            Path upper = Files.createDirectory(trial.resolve("upper"));
            Path work = Files.createDirectory(trial.resolve("work"));
            Mount mount = KernelOverlay.writable(List.of(lower), upper, work, options);
            try (Fd root = Mounter.openDetached(List.of(mount))) {
                Links.mkdirAt(root, "made", 0700);
            }
        } finally {
            TreeRemover.remove(trial);
        }
    }
}
