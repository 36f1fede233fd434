package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import io.jfs.union.layer.FdCache;
import java.io.IOException;

/** A regular file's descriptor for reading and, in the upper, writing by node. */
final class DataFile extends FdCache.Slot {
    private final Node node;
    private final boolean upper;

    DataFile(FdCache cache, Node node, boolean upper) {
        super(cache);
        this.node = node;
        this.upper = upper;
    }

    boolean isUpper() {
        return upper;
    }

    @Override
    protected Fd reopen() throws IOException {
        synchronized (node) {
            if (!upper) {
                return node.openData(Open.O_RDONLY);
            }
            try {
                return node.real().open(Open.O_RDWR);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EACCES) && !e.is(Errno.ETXTBSY)) {
                    throw e;
                }
                return node.real().open(Open.O_RDONLY); // can be read at least; writing then fails with EBADF
            }
        }
    }
}
