package io.jfs.union.layer;

import io.jfs.linux.Fd;

/** A descriptor that stays open until it is unpinned by {@link #close}. */
public interface Pin extends AutoCloseable {
    /** The descriptor; only while pinned. */
    Fd fd();

    @Override
    void close();
}
