package io.jfs.core.layer;

import io.jfs.linux.Attributes;
import io.jfs.linux.Fd;
import io.jfs.linux.Open;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;

/**
 * The descriptors of the directories used last: a tar goes depth first, so few are enough. A directory's times are set
 * when it is closed, for whatever is written to it later opens it again.
 */
final class OpenDirectories implements AutoCloseable {
    static final int FLAGS = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final int MOST = 64;

    private final DirNode root;
    /** Least recently used first; the root, always open, is never among them. */
    private final LinkedHashSet<DirNode> open = new LinkedHashSet<>();

    OpenDirectories(DirNode root) {
        this.root = root;
    }

    /** The directory's descriptor, valid until the next {@link #trim()}. */
    Fd fd(DirNode node) throws IOException {
        if (node.fd == null) {
            reopen(node);
        } else if (node != root && node != open.getLast()) {
            open.addLast(node);
        }
        return required(node);
    }

    private void reopen(DirNode node) throws IOException {
        Deque<DirNode> closed = new ArrayDeque<>();
        for (DirNode n = node; n != null && n.fd == null; n = n.parent) {
            closed.push(n);
        }
        for (DirNode n : closed) {
            if (n.parent != null) {
                add(n, Open.openAt(required(n.parent), n.name, FLAGS, 0));
            }
        }
    }

    private static Fd required(DirNode node) {
        Fd fd = node.fd;
        if (fd == null) {
            throw new IllegalStateException("directory " + node.path() + " is closed");
        }
        return fd;
    }

    /** Takes over a descriptor. */
    void add(DirNode node, Fd fd) {
        node.fd = fd;
        open.addLast(node);
    }

    /** Closes what was not used for long. Descriptors got before must not be used any more. */
    void trim() throws IOException {
        while (open.size() > MOST) {
            DirNode eldest = open.removeFirst();
            flush(eldest);
            close(eldest);
        }
    }

    /** Sets the times of those whose times are due. */
    void flush() throws IOException {
        flush(root);
        for (DirNode node : open) {
            flush(node);
        }
    }

    private static void flush(DirNode node) throws IOException {
        if (node.dirty && node.fd != null) {
            Attributes.setTimes(node.fd, node.mtimeSeconds, node.mtimeNanos, node.mtimeSeconds, node.mtimeNanos);
            node.dirty = false;
        }
    }

    /** Closes a directory that is gone, or about to go. */
    void forget(DirNode node) {
        open.remove(node);
        close(node);
    }

    private static void close(DirNode node) {
        if (node.fd != null) {
            node.fd.close();
            node.fd = null;
        }
    }

    @Override
    public void close() {
        open.forEach(OpenDirectories::close);
        open.clear();
        close(root);
    }
}
