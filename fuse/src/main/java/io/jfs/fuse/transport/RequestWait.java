package io.jfs.fuse.transport;

import io.jfs.linux.ErrnoException;

/** A way to get the next request into a {@link Channel}. */
interface RequestWait {
    /**
     * Reads one request.
     *
     * @return its length; 0 if there is none and this does not wait
     * @throws ErrnoException ENODEV, ECONNABORTED: the end
     */
    int read() throws ErrnoException;
}
