package io.jfs.runtime.oci;

import java.io.IOException;
import java.nio.file.Path;

/** There is no container of this name. */
public final class NoSuchContainerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSuchContainerException(ContainerId id, Path root) {
        super("container \"" + id + "\" does not exist (below " + root + ")");
    }
}
