package io.jfs.core.layer;

import io.jfs.core.Change;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes changes as a layer's tar. The same tree and changes give the same bytes. */
public final class LayerWriter {
    private static final int BUFFER = 128 << 10;

    private LayerWriter() {}

    /**
     * Writes a whole uncompressed tar with its end marker: in each directory first the whiteouts, then the other
     * entries by the bytes of their names. Unchanged directories on the way to a change are included, the root only if
     * it changed itself. Holes are written as zeros, sockets are left out, and so are the overlay's own extended
     * attributes and {@code security.selinux}.
     *
     * @param root the tree that has the new state
     * @param changes in canonical order, as {@link Change} defines it
     * @param tar not closed
     * @throws LayerException if a change cannot be said in a layer: a name that begins with {@code .wh.}, a character
     *     device 0/0, a file that shrank while it was read
     */
    public static void write(Fd root, Iterable<Change> changes, OutputStream tar) throws IOException {
        ChangeNode changed = ChangeNode.of(changes);
        OutputStream buffered = new BufferedOutputStream(tar, BUFFER);
        TarEmitter emitter = new TarEmitter(buffered);
        try (Fd dir = Open.openAt(root, ".", Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            new TreeEmitter(emitter).directory(dir, "", changed);
        }
        emitter.finish();
        buffered.flush();
    }
}
