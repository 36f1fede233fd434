package io.jfs.fuse.dispatch;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;

/** Ready-made exceptions for handlers that answer many requests with an error: throwing one allocates nothing. */
public final class FuseFailure {
    private static final ErrnoException[] BY_ORDINAL = all();

    private FuseFailure() {}

    /** The shared exception for this error; it names no subject. */
    public static ErrnoException of(Errno errno) {
        return BY_ORDINAL[errno.ordinal()];
    }

    private static ErrnoException[] all() {
        Errno[] errnos = Errno.values();
        ErrnoException[] all = new ErrnoException[errnos.length];
        for (Errno errno : errnos) {
            all[errno.ordinal()] = new ErrnoException(errno, "fuse", "");
        }
        return all;
    }
}
