package io.jfs.driver.overlay;

import io.jfs.core.Mount;
import io.jfs.core.overlay.LayerPaths;
import io.jfs.core.overlay.OverlayOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Overlay mounts as data. */
final class OverlayMounts {
    private OverlayMounts() {}

    /**
     * A writable overlay. {@code redirect_dir=on} lets a directory that comes from a lower layer be renamed;
     * {@code index=off} lets one lower serve many mounts, and keeps a layer valid when it is copied elsewhere.
     */
    static Mount writable(List<Path> lowers, Path upper, Path work, OverlayOptions options) {
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
        return new Mount("overlay", "overlay", mount);
    }

    /** A read-only overlay of at least two layers. */
    static Mount readOnly(List<Path> lowers, OverlayOptions options) {
        return new Mount(
                "overlay",
                "overlay",
                List.of(
                        "ro",
                        "lowerdir=" + LayerPaths.join(lowers),
                        options.userXattr() ? "userxattr" : "redirect_dir=follow"));
    }
}
