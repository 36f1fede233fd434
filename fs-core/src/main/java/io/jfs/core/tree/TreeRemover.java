package io.jfs.core.tree;

import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Removes whole trees. Works by directory file descriptors, so a symbolic link is removed and never followed, however
 * others change the tree meanwhile. What is missing counts as removed, so any number of threads and processes may
 * remove the same tree. A directory which its owner may not read is made readable first. A mount point is not entered:
 * it is reported as {@code EBUSY}, and all that can be removed around it is removed.
 */
public final class TreeRemover {
    private TreeRemover() {}

    /**
     * Removes a file or a whole tree; nothing if there is none.
     *
     * @param tree not a root directory
     * @throws IOException the first failure, others suppressed in it; as much as possible is removed all the same
     */
    public static void remove(Path tree) throws IOException {
        Path absolute = tree.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new IOException("a root directory is not removed: " + tree);
        }
        try (Fd directory = Open.open(parent, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            removeAt(directory, name.toString());
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /**
     * Removes all that is in a directory, but not the directory.
     *
     * @param directory open for reading; stays open
     * @throws IOException as {@link #remove}
     */
    public static void removeContents(Fd directory) throws IOException {
        Removal.run(directory, removal -> removal.contents());
    }

    /**
     * Removes a name in a directory: a file, or a whole tree; nothing if there is none.
     *
     * @param parent open for reading; stays open
     * @throws IOException as {@link #remove}
     */
    public static void removeAt(Fd parent, String name) throws IOException {
        Removal.run(parent, removal -> removal.entry(name));
    }
}
