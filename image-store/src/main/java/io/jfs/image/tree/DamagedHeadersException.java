package io.jfs.image.tree;

import java.io.IOException;

/** Kept headers could not be read; they are forgotten by now, and the tree must be built anew. */
final class DamagedHeadersException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedHeadersException(IOException cause) {
        super(cause);
    }
}
