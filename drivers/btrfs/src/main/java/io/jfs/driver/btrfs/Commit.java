package io.jfs.driver.btrfs;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Links;
import io.jfs.linux.btrfs.Subvolumes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes an active snapshot's subvolume read-only. If subvolumes lie within, a flat snapshot takes its place:
 *
 * <pre>
 *   fs, writable  ->  fs + flat, writable  ->  fs + flat, read-only  ->  flat  ->  fs, read-only
 * </pre>
 *
 * <p>What was written is whole at each step, and each can be told from the others, so a commit may be repeated after a
 * kill at any moment.
 */
final class Commit {
    private final Fd directory;

    private Commit(Fd directory) {
        this.directory = directory;
    }

    static void commit(Path snapshot) throws IOException {
        try (Fd directory = Layout.open(snapshot)) {
            new Commit(directory).run();
        }
    }

    private void run() throws IOException {
        if (isComplete(Layout.FLAT)) {
            replaceByFlat();
        }
        removeLeftovers();
        try (Fd tree = Layout.openAt(directory, Layout.TREE)) {
            long id = Subvolumes.info(tree).id();
            if (Subvolumes.children(directory, id).isEmpty()) {
                Subvolumes.setReadOnly(tree, true);
                return;
            }
            Flattening.flatten(directory, tree, id, Layout.FLAT);
        }
        replaceByFlat();
    }

    private boolean isComplete(String name) throws IOException {
        try (Fd root = Layout.openAt(directory, name)) {
            return Subvolumes.isReadOnly(root);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    private void replaceByFlat() throws IOException {
        if (Subtrees.in(directory).contains(Layout.TREE)) {
            Subtrees.destroy(directory, Layout.TREE);
        }
        Links.renameAt(directory, Layout.FLAT, directory, Layout.TREE);
    }

    private void removeLeftovers() throws IOException {
        for (String name : Subtrees.in(directory)) {
            if (!name.equals(Layout.TREE)) {
                Subtrees.destroy(directory, name);
            }
        }
    }
}
