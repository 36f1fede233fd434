package io.jfs.image.tree;

import java.io.IOException;

/** Kept headers of a layer could not be read; the tree must be built anew, out of the archive. */
final class DamagedHeadersException extends IOException {
    private static final long serialVersionUID = 1;

    private final int layer;

    DamagedHeadersException(int layer, IOException cause) {
        super(cause);
        this.layer = layer;
    }

    int layer() {
        return layer;
    }
}
