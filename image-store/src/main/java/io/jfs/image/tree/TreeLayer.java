package io.jfs.image.tree;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** One layer of an image that is looked into. Layers with the same archive are equal. */
public interface TreeLayer {
    /** The uncompressed tar from its start; may be called many times. The caller closes it. */
    InputStream openTar() throws IOException;

    /**
     * The same, and tells how much of the archive was read until then, as it is stored.
     *
     * @param read told now and then, with the bytes from the start
     */
    default InputStream openTar(LongConsumer read) throws IOException {
        return openTar();
    }

    /** Where the headers of the archive are kept from one look to the next. */
    default HeaderCache headers() {
        return HeaderCache.NONE;
    }

    /** The command that made the layer; empty if unknown. */
    String command();

    /** Names the layer in errors. */
    String describe();
}
