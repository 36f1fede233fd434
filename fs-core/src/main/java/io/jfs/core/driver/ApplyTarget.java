package io.jfs.core.driver;

import java.nio.file.Path;
import java.util.List;

/** Where and how a layer's files are written into an active snapshot. */
public sealed interface ApplyTarget {
    /** The directory that stands for the root of the layer. */
    Path directory();

    /**
     * The directory holds the whole merged tree: a whiteout is carried out by deleting.
     *
     * @param directory the root of the tree
     */
    record MergedTree(Path directory) implements ApplyTarget {}

    /**
     * The directory holds only this layer, in overlay's format: a whiteout is written as character device 0/0, an
     * opaque directory is marked by an extended attribute, and what a layer leaves unsaid is looked up in the lower
     * layers.
     *
     * @param directory the upper directory
     * @param lowers the upper directories of the parents, nearest first
     * @param xattrPrefix {@code trusted.overlay.} or {@code user.overlay.}
     */
    record OverlayUpper(Path directory, List<Path> lowers, String xattrPrefix) implements ApplyTarget {
        public OverlayUpper {
            lowers = List.copyOf(lowers);
        }
    }
}
