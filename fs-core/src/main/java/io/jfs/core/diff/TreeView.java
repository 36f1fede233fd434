package io.jfs.core.diff;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A tree as a walk sees it: one directory at a time, entered and left like a path. Starts at the root. */
interface TreeView extends AutoCloseable {
    /** The root. */
    Node root() throws IOException;

    /** The entry of this name in the current directory. */
    Optional<Node> find(String name) throws IOException;

    /** The names in the current directory in the order of their bytes. */
    List<String> names() throws IOException;

    /** Makes a subdirectory the current directory. */
    void enter(String name) throws IOException;

    /** Makes the parent the current directory. */
    void leave() throws IOException;

    @Override
    void close();
}
