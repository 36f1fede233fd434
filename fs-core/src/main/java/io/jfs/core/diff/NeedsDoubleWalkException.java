package io.jfs.core.diff;

import java.io.IOException;
import java.io.Serial;

/**
 * A layer holds something which only the kernel's overlay can show: the changes cannot be told from the layers alone.
 */
final class NeedsDoubleWalkException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    NeedsDoubleWalkException(String message) {
        super(message);
    }
}
