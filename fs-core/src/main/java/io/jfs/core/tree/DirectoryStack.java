package io.jfs.core.tree;

import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open directories from a root down to where a walk is. Only the deepest {@value #MOST_OPEN} stay open, so a deep
 * tree costs no file descriptors. A directory that was closed is opened again as {@code ..} of its child, and must be
 * the inode it was.
 *
 * <p>Invariants: the deepest level is open; the root belongs to the caller and is never closed here; a closed level
 * knows its inode. Not thread-safe.
 */
public final class DirectoryStack implements AutoCloseable {
    private static final int MOST_OPEN = 64;
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final List<Level> levels = new ArrayList<>();

    private static final class Level {
        private @Nullable Fd fd;
        private @Nullable InodeKey inode;

        Level(Fd fd) {
            this.fd = fd;
        }
    }

    /**
     * Starts at a directory.
     *
     * @param root stays open and the caller's
     */
    public DirectoryStack(Fd root) {
        levels.add(new Level(root));
    }

    /** The deepest directory: valid until the next {@code push} or {@code pop}. */
    public Fd top() {
        Fd fd = levels.getLast().fd;
        if (fd == null) {
            throw new IllegalStateException("the deepest directory is closed");
        }
        return fd;
    }

    /** How many directories are below the root: 0 at the root. */
    public int depth() {
        return levels.size() - 1;
    }

    /**
     * Enters a subdirectory.
     *
     * @throws IOException if it is not a directory, or a symbolic link; the stack is as before
     */
    public void push(String name) throws IOException {
        push(Open.openAt(top(), name, DIRECTORY, 0));
    }

    /**
     * Enters a directory which the caller opened below the deepest one.
     *
     * @param child belongs to the stack from now on, even if this fails
     * @throws IOException if a directory cannot be put aside; the stack is as before
     */
    void push(Fd child) throws IOException {
        int oldest = levels.size() - MOST_OPEN;
        if (oldest > 0) {
            try {
                forget(levels.get(oldest));
            } catch (IOException e) {
                child.close();
                throw e;
            }
        }
        levels.add(new Level(child));
    }

    /**
     * Goes back to the parent.
     *
     * @throws IOException if the parent had to be opened again and is not where it was
     */
    public void pop() throws IOException {
        if (levels.size() == 1) {
            throw new IllegalStateException("the root of a walk cannot be left");
        }
        Level left = levels.removeLast();
        try (Fd child = left.fd) {
            Level parent = levels.getLast();
            if (parent.fd == null && child != null) {
                parent.fd = reopen(child, parent.inode);
            }
        }
    }

    private static void forget(Level level) throws IOException {
        Fd fd = level.fd;
        if (fd != null) {
            level.inode = InodeKey.of(Stat.stat(fd));
            level.fd = null;
            fd.close();
        }
    }

    private static Fd reopen(Fd child, @Nullable InodeKey expected) throws IOException {
        Fd parent = Open.openAt(child, "..", DIRECTORY, 0);
        try {
            FileStat stat = Stat.stat(parent);
            if (!InodeKey.of(stat).equals(expected)) {
                throw new DirectoryMovedException("a directory was moved while its tree was being walked");
            }
            return parent;
        } catch (IOException e) {
            parent.close();
            throw e;
        }
    }

    /** Closes every directory but the root. */
    @Override
    public void close() {
        for (Level level : levels.subList(1, levels.size())) {
            if (level.fd != null) {
                level.fd.close();
            }
        }
        levels.subList(1, levels.size()).clear();
    }
}
