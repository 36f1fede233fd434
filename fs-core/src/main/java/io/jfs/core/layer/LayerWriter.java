package io.jfs.core.layer;

import io.jfs.core.Change;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.io.OutputStream;

/** Writes changes as a layer's tar. The same tree and changes give the same bytes. */
public final class LayerWriter {
    private LayerWriter() {}

    /**
     * Writes a whole uncompressed tar with its end marker.
     *
     * @param root the tree that has the new state
     * @param changes in canonical order, as {@link Change} defines it
     * @param tar not closed
     * @throws LayerException if a change cannot be said in a layer: a name that begins with {@code .wh.}, a character
     *     device 0/0, a file that shrank while it was read
     */
    public static void write(Fd root, Iterable<Change> changes, OutputStream tar) throws IOException {
        throw new UnsupportedOperationException();
    }
}
