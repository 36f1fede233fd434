package io.jfs.core.layer;

import io.jfs.core.driver.ApplyTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Applies layers to a target. One instance may apply one layer at a time.
 *
 * <p>Both kinds of target give the same tree: a merged tree is changed in place, an overlay's upper directory gets what
 * makes the overlay look the same.
 */
public final class LayerApplier {
    private final ApplyTarget target;
    private final LayerLimits limits;
    private final @Nullable LaterLowers later;

    /** Applies on top of the parents that the target names. */
    public LayerApplier(ApplyTarget target, LayerLimits limits) {
        this.target = target;
        this.limits = limits;
        this.later = null;
    }

    /**
     * Applies a layer whose parents are not whole yet, so that the layers of an image can be applied side by side. What
     * the overlay shows is the same.
     *
     * @param target an overlay's upper; the lowers that it names are not looked at. A merged tree has its parents, and
     *     asks for no others
     * @param later asked once something about the parents must be known
     */
    public LayerApplier(ApplyTarget target, LayerLimits limits, LaterLowers later) {
        this.target = target;
        this.limits = limits;
        this.later = later;
    }

    /**
     * Applies one layer, and reads the stream to its very end so that a digest over it is complete.
     *
     * @param uncompressedTar still the caller's
     * @throws LayerException if the layer is malformed, hostile or beyond a limit, or a system call failed; what was
     *     written until then remains, so discard the snapshot
     */
    public ApplyResult apply(InputStream uncompressedTar) throws IOException {
        return run(uncompressedTar, true);
    }

    /**
     * Unpacks an archive that is no layer: a name that would delete something in one is refused; otherwise as
     * {@link #apply}.
     */
    public ApplyResult extract(InputStream uncompressedTar) throws IOException {
        return run(uncompressedTar, false);
    }

    private ApplyResult run(InputStream uncompressedTar, boolean deletes) throws IOException {
        Identity identity = Identity.current();
        try (LayerTree tree = switch (target) {
            case ApplyTarget.MergedTree(Path directory) -> MergedLayerTree.open(directory, identity, limits);
            case ApplyTarget.OverlayUpper upper -> UpperLayerTree.open(upper, later, identity, limits);
        }) {
            return new LayerApplication(tree, uncompressedTar, deletes).run();
        }
    }
}
