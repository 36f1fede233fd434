package io.jfs.core.overlay;

import io.jfs.core.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Mounts of the kernel's own overlay filesystem, as data. */
public final class KernelOverlay {
    private static final String TYPE = "overlay";

    private KernelOverlay() {}

    /**
     * A writable one. {@code redirect_dir=on} lets a directory that comes from a lower layer be renamed;
     * {@code index=off} lets one lower serve many mounts, and keeps a layer valid when it is copied elsewhere.
     */
    public static Mount writable(List<Path> lowers, Path upper, Path work, OverlayOptions options) {
        List<String> mount = new ArrayList<>();
        mount.add("lowerdir=" + LayerPaths.join(lowers));
        mount.add("upperdir=" + LayerPaths.escape(upper));
        mount.add("workdir=" + LayerPaths.escape(work));
        if (options.userXattr()) {
            mount.add("userxattr");
        } else {
            mount.add("redirect_dir=on");
            mount.add("metacopy=off");
        }
        mount.add("index=off");
        if (options.isVolatile()) {
            mount.add("volatile");
        }
        return new Mount(TYPE, TYPE, mount);
    }

    /** A read-only one of at least two layers. */
    public static Mount readOnly(List<Path> lowers, OverlayOptions options) {
        String follow = options.userXattr() ? "userxattr" : "redirect_dir=follow";
        return new Mount(TYPE, TYPE, List.of("ro", "lowerdir=" + LayerPaths.join(lowers), follow));
    }
}
