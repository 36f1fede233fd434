package io.jfs.union;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds how many backing files stay registered without being open: the kernel keeps each one's file, and no limit of
 * the process counts them. The oldest go first. Thread-safe; its callers hold one node's copy-up lock, and it takes
 * another's only by trying.
 */
final class BackingCache {
    private static final int LIMIT = 16 * 1024;

    /** How many nodes one addition looks at to find one to close; all may be open. */
    private static final int SEARCH = 16;

    /** Nodes with a backing, and maybe some that have none any more; guarded by this. */
    private final Deque<Node> nodes = new ArrayDeque<>();

    void add(Node node, BackingRegistry registry) {
        synchronized (this) {
            nodes.add(node);
            for (int i = 0; i < SEARCH && nodes.size() > LIMIT; i++) {
                Node oldest = nodes.remove();
                if (!oldest.equals(node) && !close(oldest, registry)) {
                    nodes.add(oldest);
                }
            }
        }
    }

    /** False if it is in use. */
    private static boolean close(Node node, BackingRegistry registry) {
        if (!node.copyUp.tryLock()) {
            return false;
        }
        try {
            if (node.backedOpens > 0) {
                return false;
            }
            giveBack(node, registry);
            return true;
        } finally {
            node.copyUp.unlock();
        }
    }

    /** Takes a node's backing from it, if it has one. */
    static void giveBack(Node node, BackingRegistry registry) {
        node.copyUp.lock();
        try {
            if (node.backing != 0) {
                registry.release(node.backing);
                node.backing = 0;
            }
        } finally {
            node.copyUp.unlock();
        }
    }
}
