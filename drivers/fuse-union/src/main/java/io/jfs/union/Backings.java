package io.jfs.union;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import java.io.IOException;

/**
 * Files whose data the kernel reads and writes itself. While a node is open so, its backing file is one and the same
 * (fs/fuse/iomode.c); the number is kept until the node dies or its file was copied up, so that opening again is cheap.
 */
final class Backings {
    private final CopyUp copyUp;

    Backings(CopyUp copyUp) {
        this.copyUp = copyUp;
    }

    void use(BackingRegistry registry) {
        copyUp.useBackings(registry);
    }

    /** See {@link Union#openBacked}. */
    int open(Node node, int flags, FileOps files) throws IOException {
        node.requireRegular();
        BackingRegistry registry = copyUp.context().backings();
        if (registry == null) {
            throw Failures.of(Errno.ENOSYS, "open", "no passthrough");
        }
        requireFresh(node);
        files.prepare(node, flags);
        node.copyUp.lock();
        try {
            requireFresh(node);
            boolean isLower = !node.isUpper();
            if (node.backing != 0 && node.backingIsLower != isLower) {
                giveBack(node, registry);
            }
            if (node.backing == 0 && !register(node, isLower, registry)) {
                return 0;
            }
            node.backedOpens++;
            return node.backing;
        } finally {
            node.copyUp.unlock();
        }
    }

    /** Once refused, a node is never tried again: the kernel takes no second way of opening while the first is in use. */
    private static boolean register(Node node, boolean isLower, BackingRegistry registry) throws IOException {
        if (node.cannotBeBacked) {
            return false;
        }
        try (Fd real = FileOps.openReal(node)) {
            node.backing = registry.register(real);
            node.backingIsLower = isLower;
            return true;
        } catch (ErrnoException e) {
            node.cannotBeBacked = e.is(Errno.ELOOP) || e.is(Errno.EOPNOTSUPP);
            if (!node.cannotBeBacked) {
                throw e;
            }
            return false;
        }
    }

    /** A file that had no name any more when it was copied up may still be open; no lookup can give it a new node. */
    private static void giveBack(Node node, BackingRegistry registry) throws IOException {
        if (node.backedOpens > 0) {
            node.isStale = true;
            requireFresh(node);
        }
        registry.release(node.backing);
        node.backing = 0;
    }

    private static void requireFresh(Node node) throws IOException {
        if (node.isStale) {
            throw Failures.of(Errno.ESTALE, "open", "copied up while open");
        }
    }

    /** See {@link Union#releaseBacked}. */
    void release(Node node) {
        node.copyUp.lock();
        try {
            node.backedOpens = Math.max(0, node.backedOpens - 1);
        } finally {
            node.copyUp.unlock();
        }
    }
}
