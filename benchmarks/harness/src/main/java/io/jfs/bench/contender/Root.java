package io.jfs.bench.contender;

import java.io.IOException;
import java.nio.file.Path;

/** A mounted tree. */
public interface Root {
    /** Where it is. */
    Path path();

    /** Unmounts it; what was written stays. */
    void unmount() throws IOException;

    /** Removes what was written; it is unmounted. */
    void discard() throws IOException;
}
