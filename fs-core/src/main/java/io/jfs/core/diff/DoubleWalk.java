package io.jfs.core.diff;

import io.jfs.linux.Fd;
import java.io.IOException;
import java.util.List;

/**
 * Finds the changes between any two trees by walking both, as {@link io.jfs.core.Change} defines them.
 *
 * <p>A directory is {@code MODIFIED} if its own permissions, owner, mtime or extended attributes differ. Anything else
 * is compared by type, permissions, owner, device number, size, mtime to the nanosecond, symbolic link target and
 * extended attributes, except {@code trusted.overlay.*}, {@code user.overlay.*} and {@code security.selinux}. Content
 * is read only if size and mtime are equal and the mtime has no nanoseconds. atime and ctime never count. A directory
 * that is the same inode of the same device in both trees is not looked into.
 *
 * <p>Hard links: names which were one inode and are two now, or the reverse, are {@code MODIFIED}; names that were
 * deleted do not count. If any name of an inode is listed, so are all its names in the tree, as {@code MODIFIED} if
 * they did not change otherwise, so that a layer can carry the links whole.
 *
 * <p>Changes stream. Memory is bounded by the width of the directories on the way down, except that an unchanged name
 * with link partners not yet seen holds back what comes after it.
 */
public final class DoubleWalk {
    private DoubleWalk() {}

    /**
     * Finds what changed.
     *
     * @param parentRoot the tree before, an empty directory if there was none; open for reading, stays open
     * @param root the tree now; open for reading, stays open
     * @param out receives the changes in canonical order
     * @throws IOException if a tree cannot be read, or from the consumer
     */
    public static void changes(Fd parentRoot, Fd root, ChangeConsumer out) throws IOException {
        try (TreeView parent = new DirectoryView(parentRoot);
                TreeView child = new DirectoryView(root)) {
            LinkTracker tracker = new LinkTracker(out);
            PairWalk.Scope everything =
                    inParent -> new MergedNames(inParent ? parent.names() : List.of(), child.names());
            new PairWalk(parent, child, everything, tracker).run();
            tracker.finish();
        }
    }
}
