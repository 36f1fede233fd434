package io.jfs.core.layer;

import io.jfs.core.driver.ApplyTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Applies layers to a target. One instance may apply one layer at a time.
 *
 * <p>Both kinds of target give the same tree: a merged tree is changed in place, an overlay's upper directory gets what
 * makes the overlay look the same.
 */
public final class LayerApplier {
    private final ApplyTarget target;
    private final LayerLimits limits;
    private final ApplyMode mode;

    /** Applies in {@link ApplyMode#ATTACHED}. */
    public LayerApplier(ApplyTarget target, LayerLimits limits) {
        this(target, limits, ApplyMode.ATTACHED);
    }

    /**
     * Applies in a mode of choice.
     *
     * @param mode what an overlay's lowers mean; a merged tree is always attached
     */
    public LayerApplier(ApplyTarget target, LayerLimits limits, ApplyMode mode) {
        this.target = target;
        this.limits = limits;
        this.mode = mode;
    }

    /**
     * Applies one layer, and reads the stream to its very end so that a digest over it is complete.
     *
     * @param uncompressedTar still the caller's
     * @throws LayerException if the layer is malformed, hostile or beyond a limit, or a system call failed; what was
     *     written until then remains, so discard the snapshot
     * @throws ParentNeededException in {@link ApplyMode#DETACHED}, if the layer cannot be applied without its parents
     */
    public ApplyResult apply(InputStream uncompressedTar) throws IOException {
        Identity identity = Identity.current();
        try (LayerTree tree = switch (target) {
            case ApplyTarget.MergedTree(Path directory) -> MergedLayerTree.open(directory, identity, limits);
            case ApplyTarget.OverlayUpper upper -> UpperLayerTree.open(upper, mode, identity, limits);
        }) {
            return new LayerApplication(tree, uncompressedTar).run();
        }
    }
}
