package io.jfs.image.tree;

import java.io.IOException;
import java.io.InputStream;

/** One layer of an image that is looked into. */
public interface TreeLayer {
    /** The uncompressed tar from its start; may be called many times. The caller closes it. */
    InputStream openTar() throws IOException;

    /** The command that made the layer; empty if unknown. */
    String command();

    /** Names the layer in errors. */
    String describe();
}
