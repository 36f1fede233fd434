package io.jfs.core.store;

import java.io.IOException;

/** The metadata of one root. */
public final class Metadata implements AutoCloseable {
    private Metadata() {}

    public static Metadata open(StoreRoot root) throws IOException {
        throw new IOException("not yet");
    }

    @Override
    public void close() {}
}
