package io.jfs.core.tree;

import io.jfs.linux.Attributes;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** One run of {@link TreeRemover}: post-order without recursion. */
final class Removal {
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;
    private static final int OWNER_MAY_ALL = 0700;
    private static final int MOST_SUPPRESSED = 16;
    /** How often a walk starts anew because others move directories about or keep filling them. */
    private static final int MOST_TRIES = 16;

    private final DirectoryStack directories;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable IOException failure;

    private record Frame(String name, Iterator<DirectoryEntry> entries) {}

    /** What a run is to remove. */
    interface Work {
        void in(Removal removal) throws IOException;
    }

    /** A system call. */
    private interface Call {
        void run() throws ErrnoException;
    }

    private Removal(DirectoryStack directories) {
        this.directories = directories;
    }

    static void run(Fd root, Work work) throws IOException {
        for (int tries = 1; ; tries++) {
            try (DirectoryStack directories = new DirectoryStack(root)) {
                Removal removal = new Removal(directories);
                work.in(removal);
                if (removal.failure == null) {
                    return;
                }
                if (!isTransient(removal.failure) || tries == MOST_TRIES) {
                    throw removal.failure;
                }
            } catch (DirectoryMovedException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Something new appeared in a directory after it was read. */
    private static boolean isTransient(IOException failure) {
        return failure instanceof ErrnoException e && e.errno() == Errno.ENOTEMPTY;
    }

    void contents() throws IOException {
        drain(Directory.list(directories.top()).iterator());
    }

    void entry(String name) throws IOException {
        removeOrEnter(name, false);
        drain();
    }

    private void drain(Iterator<DirectoryEntry> entries) throws IOException {
        while (entries.hasNext()) {
            DirectoryEntry entry = entries.next();
            removeOrEnter(entry.name(), entry.type() == FileType.DIRECTORY);
            drain();
        }
    }

    private void drain() throws IOException {
        while (!frames.isEmpty()) {
            Frame frame = frames.element();
            if (frame.entries.hasNext()) {
                DirectoryEntry entry = frame.entries.next();
                removeOrEnter(entry.name(), entry.type() == FileType.DIRECTORY);
            } else {
                frames.pop();
                directories.pop();
                attempt(() -> Links.removeDirectoryAt(directories.top(), frame.name));
            }
        }
    }

    /** Unlinks a name, or opens it as the directory to be emptied next. The type is only a hint. */
    private void removeOrEnter(String name, boolean directoryFirst) throws IOException {
        try {
            if (directoryFirst || !unlinked(name)) {
                enter(name);
            }
        } catch (ErrnoException e) {
            switch (e.errno()) {
                case ENOENT -> {}
                case ENOTDIR, ELOOP -> attempt(() -> Links.unlinkAt(directories.top(), name));
                default -> remember(e);
            }
        }
    }

    /** @return false if it is a directory: EISDIR on Linux, EPERM by POSIX */
    private boolean unlinked(String name) throws ErrnoException {
        try {
            withAccess(() -> Links.unlinkAt(directories.top(), name));
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EISDIR) {
                return false;
            }
            throw e;
        }
    }

    private void enter(String name) throws IOException {
        Fd child;
        try {
            child = openToEmpty(name);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EXDEV) {
                attempt(() -> Links.removeDirectoryAt(directories.top(), name));
                return;
            }
            throw e;
        }
        Iterator<DirectoryEntry> entries;
        try {
            entries = Directory.list(child).iterator();
        } catch (IOException e) {
            child.close();
            throw e;
        }
        directories.push(child);
        frames.push(new Frame(name, entries));
    }

    /** Refuses to cross into another mount (EXDEV): what is mounted there is not part of the tree. */
    private Fd openToEmpty(String name) throws ErrnoException {
        Fd parent = directories.top();
        try {
            return Open.openAt2(parent, name, DIRECTORY, 0, Open.RESOLVE_NO_XDEV);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EACCES) {
                throw e;
            }
            withAccess(() -> Attributes.chmodAt(parent, name, OWNER_MAY_ALL));
            return Open.openAt2(parent, name, DIRECTORY, 0, Open.RESOLVE_NO_XDEV);
        }
    }

    /**
     * Runs a call on an entry of the deepest directory; if that directory refuses its own owner, opens it up and tries
     * again.
     */
    private void withAccess(Call call) throws ErrnoException {
        try {
            call.run();
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EACCES || directories.depth() == 0) {
                throw e;
            }
            Attributes.chmod(directories.top(), OWNER_MAY_ALL);
            call.run();
        }
    }

    private void attempt(Call call) {
        try {
            withAccess(call);
        } catch (ErrnoException e) {
            // Once something could not be removed, its parents are not empty: that is no news.
            boolean follows = e.errno() == Errno.ENOTEMPTY && failure != null;
            if (e.errno() != Errno.ENOENT && !follows) {
                remember(e);
            }
        }
    }

    private void remember(IOException e) {
        if (failure == null) {
            failure = e;
        } else if (failure.getSuppressed().length < MOST_SUPPRESSED) {
            failure.addSuppressed(e);
        }
    }
}
