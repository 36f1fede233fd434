package io.jfs.union;

import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Known nodes whose files have several names, by real inode: that of the upper, and that of the lower file which it
 * was. So all names lead to one node. Its monitor is taken below a directory's lock and above a node's monitor.
 */
final class HardLinks {
    private record Key(long device, long inode) {}

    /** Makes a node if none is known. */
    interface Maker {
        Node make() throws IOException;
    }

    private final Map<Key, Node> nodes = new HashMap<>();

    /** The known node of an inode, with a reference more, or a new one. */
    synchronized Node findOrMake(FileStat stat, Maker maker) throws IOException {
        Node known = find(stat);
        if (known != null) {
            return known;
        }
        Node made = maker.make();
        add(stat, made);
        return made;
    }

    /** The known node of an inode, with a reference more. */
    synchronized @Nullable Node find(FileStat stat) {
        Node known = nodes.get(new Key(stat.device(), stat.inode()));
        return known != null && known.tryRetain() ? known : null;
    }

    synchronized void add(FileStat stat, Node node) {
        nodes.put(new Key(stat.device(), stat.inode()), node);
        node.isHardLinked = true;
    }

    /** Forgets a node, by all its inodes. */
    synchronized void remove(Node node) {
        nodes.values().removeIf(n -> n == node);
        node.isHardLinked = false;
    }
}
