package io.jfs.union;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The locks of several directories at once, taken in the order of node ids. */
final class DirectoryLocks {
    private final List<UnionDirectory> locked = new ArrayList<>(4);

    private DirectoryLocks() {}

    /** Locks those of the nodes that are directories. */
    static DirectoryLocks lock(Node... nodes) {
        return lock(List.of(nodes));
    }

    static DirectoryLocks lock(List<Node> nodes) {
        List<Node> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparingLong(node -> node.id));
        DirectoryLocks locks = new DirectoryLocks();
        for (Node node : sorted) {
            UnionDirectory directory = node.directory;
            if (directory != null) {
                directory.lock.lock();
                locks.locked.add(directory);
            }
        }
        return locks;
    }

    void unlock() {
        locked.reversed().forEach(directory -> directory.lock.unlock());
    }
}
