package io.jfs.testkit.sample;

import io.jfs.core.diff.DoubleWalk;
import io.jfs.core.tree.TreeRemover;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Attributes;
import io.jfs.linux.Errno;
import io.jfs.linux.ErrnoException;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Links;
import io.jfs.linux.Open;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Makes links to the parent's files of those that are the same. */
final class UnchangedFiles {
    /** A new link before it takes the place of a file; outside of the tree, so that a kill leaves nothing in it. */
    private static final String TEMPORARY = "link";

    private final Fd parentRoot;
    private final Fd outside;
    private final Set<String> changed;

    private UnchangedFiles(Fd parentRoot, Fd outside, Set<String> changed) {
        this.parentRoot = parentRoot;
        this.outside = outside;
        this.changed = changed;
    }

    /**
     * Repeatable after a kill at any moment.
     *
     * @param outside a directory of the driver's own, on the same filesystem
     */
    static void link(Fd parentRoot, Fd root, Fd outside) throws IOException {
        TreeRemover.removeAt(outside, TEMPORARY);
        Set<String> changed = new HashSet<>();
        DoubleWalk.changes(parentRoot, root, change -> changed.add(change.path()));
        TreeWalk.walk(root, new UnchangedFiles(parentRoot, outside, changed)::visit);
    }

    /** A file with several names is left alone, so that its own links stay whole. */
    private boolean visit(TreeWalk.Entry entry) throws IOException {
        FileStat stat = entry.stat();
        if (stat.isRegular() && stat.links() == 1 && !changed.contains(entry.path())) {
            replace(entry);
        }
        return true;
    }

    private void replace(TreeWalk.Entry entry) throws IOException {
        FileStat directory = Stat.stat(entry.directory());
        String below = entry.path().substring(1);
        String parent = below.substring(0, Math.max(0, below.lastIndexOf('/')));
        int resolve = Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS;
        int flags = Open.O_RDONLY | Open.O_DIRECTORY;
        try (Fd from = Open.openAt2(parentRoot, parent.isEmpty() ? "." : parent, flags, 0, resolve)) {
            Links.linkAt(from, entry.name(), outside, TEMPORARY);
        } catch (ErrnoException e) {
            if (e.is(Errno.EMLINK)) {
                return; // as many links as the filesystem has: this one stays a copy
            }
            throw e;
        }
        Links.renameAt(outside, TEMPORARY, entry.directory(), entry.name());
        Attributes.setTimes(
                entry.directory(), 0, Attributes.UTIME_OMIT, directory.mtimeSeconds(), directory.mtimeNanos());
    }
}
