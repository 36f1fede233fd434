package io.jfs.driver.overlay;

import io.jfs.core.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Overlay and bind mounts as data. */
final class OverlayMounts {
    private OverlayMounts() {}

    /**
     * A writable overlay. {@code redirect_dir=on} lets a directory that comes from a lower layer be renamed;
     * {@code index=off} lets one lower serve many mounts, and keeps a layer valid when it is copied elsewhere.
     */
    static Mount writable(List<Path> lowers, Path upper, Path work, OverlayOptions options) {
        List<String> mount = new ArrayList<>();
        mount.add("lowerdir=" + join(lowers));
        mount.add("upperdir=" + escape(upper));
        mount.add("workdir=" + escape(work));
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
                List.of("ro", "lowerdir=" + join(lowers), options.userXattr() ? "userxattr" : "redirect_dir=follow"));
    }

    static Mount bind(Path tree, String access) {
        return new Mount("bind", tree.toString(), List.of("rbind", access));
    }

    private static String join(List<Path> lowers) {
        return lowers.stream().map(OverlayMounts::escape).collect(Collectors.joining(":"));
    }

    private static String escape(Path path) {
        return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }
}
