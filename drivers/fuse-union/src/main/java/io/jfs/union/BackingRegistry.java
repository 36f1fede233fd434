package io.jfs.union;

import io.jfs.linux.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where real files are registered whose data the kernel then reads and writes without asking us (FUSE passthrough). */
public interface BackingRegistry {
    /**
     * Registers a file.
     *
     * @param file open with {@code O_PATH} or for reading; the caller closes it afterwards
     * @return its number, positive
     */
    int register(Fd file) throws IOException;

    /** Gives a number back which no open file uses any more. */
    void release(int backing);

    /**
     * How large a file of a lower layer may be to be given to the kernel's cache, by {@link #preload}, when it is
     * opened for reading, instead of being registered; 0 for none.
     */
    default int preloadLimit() {
        return 0;
    }

    /**
     * Puts all data of a file into the kernel's cache. Called at the first opening of a node, before that is answered,
     * with a lock held that every opening of the node needs: so the kernel has no reading of it under way. If it fails,
     * the kernel will ask for the data.
     */
    default void preload(long node, ByteBuffer data) {}
}
