package io.jfs.union;

import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file opened by handle. When it was opened for reading from a lower layer and is copied up then, reading goes on in
 * the copy, as the kernel's overlay does since Linux 4.19.
 */
final class OpenFile {
    /** What the kernel does itself before it asks us, or what must not be done twice. */
    private static final int NOT_PASSED_ON = Open.O_CREAT
            | Open.O_EXCL
            | Open.O_TRUNC
            | Open.O_APPEND
            | Open.O_DIRECT
            | Open.O_NOFOLLOW
            | Open.O_TMPFILE;

    private static final int SYNC_FLAGS = 04010000; // O_SYNC, which has O_DSYNC in it

    private final Node node;
    private final int flags;
    private volatile Fd fd;
    private volatile boolean isLower;

    /** Descriptors of before the copy-up, which somebody may still be reading from; guarded by the monitor. */
    private final List<Fd> superseded = new ArrayList<>(0);

    private OpenFile(Node node, int flags) throws IOException {
        this.node = node;
        this.flags = flags;
        synchronized (node) {
            this.isLower = !node.hasUpperData();
            this.fd = node.openData(flags);
        }
    }

    static OpenFile open(Node node, int flags, boolean isVolatile) throws IOException {
        int passed = flags & ~NOT_PASSED_ON;
        return new OpenFile(node, isVolatile ? passed & ~SYNC_FLAGS : passed);
    }

    Node node() {
        return node;
    }

    Fd fd() throws IOException {
        if (isLower && node.hasUpperData()) {
            follow();
        }
        return fd;
    }

    private synchronized void follow() throws IOException {
        if (isLower) {
            Fd before = fd;
            synchronized (node) {
                fd = node.openData(flags);
            }
            superseded.add(before);
            isLower = false;
        }
    }

    synchronized void close() {
        fd.close();
        superseded.forEach(Fd::close);
    }
}
