package io.jfs.union.index;

import java.io.IOException;

/** An index that cannot be used; the message says why. */
public final class IndexRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public IndexRefusedException(String message) {
        super(message);
    }
}
