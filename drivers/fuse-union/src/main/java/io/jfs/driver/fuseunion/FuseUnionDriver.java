package io.jfs.driver.fuseunion;

import io.jfs.core.Mount;
import io.jfs.core.driver.DriverCapability;
import io.jfs.core.driver.SnapshotDirectory;
import io.jfs.core.overlay.KernelOverlay;
import io.jfs.core.overlay.LayerPaths;
import io.jfs.core.overlay.OverlayFormatDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The program {@code jfs-union} mounts the layers; containerd, podman and the {@code jfs} command all start it. */
final class FuseUnionDriver extends OverlayFormatDriver {
    static final String NAME = "fuse-union";
    static final String PROGRAM = "jfs-union";

    /** Of the layers from this one down, made by their first mount; it goes with the snapshot's directory. */
    private static final String INDEX = "layers.index";

    /** As many as the kernel's overlay takes, so that it can mount whatever this driver has made. */
    private static final int MAX_LOWERS = 500;

    private final FuseUnionOptions options;

    FuseUnionDriver(FuseUnionOptions options, Set<DriverCapability> capabilities) {
        super(options.layers(), capabilities, MAX_LOWERS);
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    protected Mount writable(List<Path> lowers, Path upper, Path work) {
        List<String> mount = new ArrayList<>();
        mount.add("lowerdir=" + LayerPaths.join(lowers));
        mount.add("upperdir=" + LayerPaths.escape(upper));
        mount.add("workdir=" + LayerPaths.escape(work));
        mount.add("index=off"); // what it keeps in the work directory would be lost by a commit
        if (options.layers().isVolatile()) {
            mount.add("volatile");
        }
        return union(lowers, mount);
    }

    @Override
    protected Mount readOnly(List<Path> lowers) {
        return union(lowers, new ArrayList<>(List.of("ro", "lowerdir=" + LayerPaths.join(lowers))));
    }

    /**
     * The kernel's overlay reads what the union writes, and is there without a program being started. A plain user's
     * layers may have whiteouts that only the union knows.
     */
    @Override
    public List<Mount> looks(SnapshotDirectory view) throws IOException {
        List<Mount> own = mounts(view);
        if (view.parents().size() < 2 || options.layers().userXattr()) {
            return own;
        }
        return List.of(KernelOverlay.readOnly(uppers(view.parents()), options.layers()), own.getFirst());
    }

    /** Device files work as in any other driver's mounts; for a plain user the system decides otherwise. */
    private Mount union(List<Path> lowers, List<String> mount) {
        mount.add("layerindex=" + LayerPaths.escape(lowers.getFirst().resolveSibling(INDEX)));
        mount.add(options.layers().userXattr() ? "userxattr" : "dev");
        mount.addAll(options.program());
        return new Mount("fuse3." + PROGRAM, PROGRAM, mount);
    }
}
