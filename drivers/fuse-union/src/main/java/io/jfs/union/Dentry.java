package io.jfs.union;

import org.jspecify.annotations.Nullable;

/** A name of a node that is known: an entry in the map of its directory and in the list of its node. */
final class Dentry {
    final Node parent;
    final String name;
    final int hash;
    final Node node;

    /** Whether the upper has the name; guarded by the node's monitor. */
    boolean inUpper;

    /** The node's next name; guarded by the node's monitor. */
    @Nullable
    Dentry sibling;

    Dentry(Node parent, String name, Node node, boolean inUpper) {
        this.parent = parent;
        this.name = name;
        this.hash = Name.hashOf(name);
        this.node = node;
        this.inUpper = inUpper;
    }
}
