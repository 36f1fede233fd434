package io.jfs.core.layer;

import io.jfs.core.driver.ApplyTarget;
import java.io.IOException;
import java.io.InputStream;

/**
 * Applies layers to a target. One instance may apply one layer at a time.
 *
 * <p>Both kinds of target give the same tree: a merged tree is changed in place, an overlay's upper directory gets what
 * makes the overlay look the same.
 */
public final class LayerApplier {
    /** Applies in {@link ApplyMode#ATTACHED}. */
    public LayerApplier(ApplyTarget target, LayerLimits limits) {
        this(target, limits, ApplyMode.ATTACHED);
    }

    /** @param mode what an overlay's lowers mean; a merged tree is always attached */
    public LayerApplier(ApplyTarget target, LayerLimits limits, ApplyMode mode) {}

    /**
     * Applies one layer, and reads the stream to its very end so that a digest over it is complete.
     *
     * @param uncompressedTar still the caller's
     * @throws LayerException if the layer is malformed, hostile or beyond a limit, or a system call failed; what was
     *     written until then remains, so discard the snapshot
     * @throws ParentNeededException in {@link ApplyMode#DETACHED}, if the layer cannot be applied without its parents
     */
    public ApplyResult apply(InputStream uncompressedTar) throws IOException {
        throw new UnsupportedOperationException();
    }
}
