package io.jfs.core.tree;

import java.io.IOException;
import java.io.Serial;

/** Another process moved a directory out from under a walk. */
final class DirectoryMovedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    DirectoryMovedException(String message) {
        super(message);
    }
}
