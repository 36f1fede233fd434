package io.jfs.testkit;

import io.jfs.linux.Fd;
import java.io.IOException;

/** Changes a tree through its root directory. */
@FunctionalInterface
public interface TreeEdit {
    /**
     * Makes the change.
     *
     * @param root open for reading
     */
    void applyTo(Fd root) throws IOException;
}
