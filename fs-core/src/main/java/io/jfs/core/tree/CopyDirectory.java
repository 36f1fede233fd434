package io.jfs.core.tree;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a tree being copied: its two sides, open while somebody needs them.
 *
 * <p>Every task that will use the directory is announced by {@link #expect} before it is started, and takes its turn by
 * {@link #acquire} and {@link #release}. The descriptors are closed after the last of them; earlier, and opened again
 * by path when needed, if too many directories are open.
 */
final class CopyDirectory {
    /** Beyond this many open directories, one that nobody uses right now is closed although it will be needed again. */
    static final int MOST_OPEN = 512;

    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final int BELOW = Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS;
    /** In chars, of which each may be three bytes: what PATH_MAX takes, with room for one more name. */
    private static final int MOST_PATH = 1000;

    private final @Nullable CopyDirectory parent;
    private final String name;
    private final Sides root;
    private final AtomicInteger open;
    /** Tasks that still make entries in the directory; its own attributes are set by the last of them. */
    private final AtomicInteger filling = new AtomicInteger(1);

    @GuardedBy("this")
    private @Nullable Sides sides;

    @GuardedBy("this")
    private int expected;

    @GuardedBy("this")
    private int users;

    /**
     * Source and copy of one directory.
     *
     * @param from open for reading
     * @param to open for reading
     */
    record Sides(Fd from, Fd to) implements AutoCloseable {
        Sides enter(String path) throws IOException {
            Fd inside = Open.openAt2(from, path, DIRECTORY, 0, BELOW);
            try {
                return new Sides(inside, Open.openAt2(to, path, DIRECTORY, 0, BELOW));
            } catch (IOException e) {
                inside.close();
                throw e;
            }
        }

        @Override
        public void close() {
            from.close();
            to.close();
        }
    }

    private CopyDirectory(@Nullable CopyDirectory parent, String name, Sides root, AtomicInteger open) {
        this.parent = parent;
        this.name = name;
        this.root = root;
        this.open = open;
    }

    /**
     * The root of a copy.
     *
     * @param sides stay open and the caller's
     */
    static CopyDirectory root(Sides sides) {
        CopyDirectory directory = new CopyDirectory(null, "", sides, new AtomicInteger());
        directory.expect(1);
        return directory;
    }

    /** A subdirectory which exists on both sides. The task that works on it is expected here and in this directory. */
    CopyDirectory child(String childName) {
        expect(1);
        CopyDirectory child = new CopyDirectory(this, childName, root, open);
        child.expect(1);
        return child;
    }

    /** Announces tasks that will acquire the directory. */
    synchronized void expect(int tasks) {
        expected += tasks;
    }

    /** The first {@link #acquire}: opens the directory by way of its parent. */
    Sides enter() throws IOException {
        if (parent == null) {
            return acquire();
        }
        Sides above = parent.acquire();
        try {
            return acquire(above.enter(name));
        } finally {
            parent.release();
        }
    }

    /** The two sides, open until the matching {@link #release}. */
    synchronized Sides acquire() throws IOException {
        Sides current = sides;
        return acquire(current == null ? reopen() : current);
    }

    private synchronized Sides acquire(Sides current) {
        if (sides == null) {
            sides = current;
            open.incrementAndGet();
        }
        expected--;
        users++;
        return current;
    }

    /** Ends what {@link #acquire} began. */
    synchronized void release() {
        users--;
        if (users == 0 && (expected == 0 || open.get() > MOST_OPEN)) {
            close();
        }
    }

    /** Closes what is open: for the end of a copy that failed. */
    synchronized void close() {
        if (sides != null) {
            open.decrementAndGet();
            if (parent != null) {
                sides.close();
            }
            sides = null;
        }
    }

    /** From the root, since the parents may be closed too; by several steps if the path is too long for one. */
    private Sides reopen() throws IOException {
        Sides at = null;
        for (String step : steps()) {
            try (Sides before = at) {
                at = (before == null ? root : before).enter(step);
            }
        }
        return at == null ? root : at;
    }

    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        for (String part : names()) {
            if (step.length() + part.length() > MOST_PATH) {
                steps.add(step.toString());
                step.setLength(0);
            }
            step.append(step.isEmpty() ? "" : "/").append(part);
        }
        if (!step.isEmpty()) {
            steps.add(step.toString());
        }
        return steps;
    }

    /** Announces tasks that make entries in the directory. */
    void fill(int tasks) {
        filling.addAndGet(tasks);
    }

    /** Ends one task that made entries; true for the last. */
    boolean filled() {
        return filling.decrementAndGet() == 0;
    }

    /** The path of a name in this directory, for messages. */
    String pathOf(String entry) {
        return "/" + String.join("/", names()) + (parent == null ? "" : "/") + entry;
    }

    private Deque<String> names() {
        Deque<String> names = new ArrayDeque<>();
        for (CopyDirectory at = this; at.parent != null; at = at.parent) {
            names.push(at.name);
        }
        return names;
    }
}
