package io.jfs.union;

import io.jfs.linux.Fd;
import java.io.IOException;

/** Where real files are registered whose data the kernel then reads and writes without asking us (FUSE passthrough). */
public interface BackingRegistry {
    /**
     * Registers a file.
     *
     * @param file open with {@code O_PATH}; the caller closes it afterwards
     * @return its number, positive
     */
    int register(Fd file) throws IOException;

    /** Gives a number back which no open file uses any more. */
    void release(int backing);
}
