package io.jfs.image.tree;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.layer.EntryType;
import io.jfs.linux.NativePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what changed between two views, as {@link io.jfs.core.diff.DoubleWalk} defines it, except that names of one
 * file are not compared as such. Content is read only where all else is equal and the times have no fraction, and then
 * each archive once. A directory that no layer names has attributes equal to any.
 */
final class TreeComparison {
    private final TreeSide before;
    private final TreeSide after;
    private final List<Found> found = new ArrayList<>();
    private final ContentHashes beforeContents;
    private final ContentHashes afterContents;

    /**
     * A change, or a file whose content tells whether it is one.
     *
     * @param before the entry before, if the contents must be compared; otherwise {@link VersionTable#NONE}
     * @param after the entry after, likewise
     */
    private record Found(Change change, int before, int after) {}

    TreeComparison(TreeSide before, TreeSide after) {
        this.before = before;
        this.after = after;
        this.beforeContents = new ContentHashes(before);
        this.afterContents = new ContentHashes(after);
    }

    /** In canonical order. */
    void changes(Consumer<Change> out) throws IOException {
        both(before.view().root(), after.view().root(), "");
        beforeContents.read();
        afterContents.read();
        for (Found entry : found) {
            if (entry.before() == VersionTable.NONE
                    || !Arrays.equals(beforeContents.of(entry.before()), afterContents.of(entry.after()))) {
                out.accept(entry.change());
            }
        }
    }

    // Recursion is as deep as paths are, which the layer reader bounds.
    private void both(MergedView.Place was, MergedView.Place is, String path) {
        String shown = path.isEmpty() ? "/" : path;
        if (differ(was, is)) {
            found.add(new Found(new Change(ChangeKind.MODIFIED, shown), VersionTable.NONE, VersionTable.NONE));
        } else if (mayDiffer(was, is)) {
            int old = before.content(was.version());
            int now = after.content(is.version());
            beforeContents.want(old);
            afterContents.want(now);
            found.add(new Found(new Change(ChangeKind.MODIFIED, shown), old, now));
        }
        if (after.view().isDirectory(is)) {
            Map<String, MergedView.Place> old = new HashMap<>();
            List<String> names = new ArrayList<>();
            for (MergedView.Place child : before.view().children(was)) {
                old.put(before.name(child), child);
                names.add(before.name(child));
            }
            Map<String, MergedView.Place> now = new HashMap<>();
            for (MergedView.Place child : after.view().children(is)) {
                now.put(after.name(child), child);
                if (!old.containsKey(after.name(child))) {
                    names.add(after.name(child));
                }
            }
            names.sort((a, b) -> Arrays.compareUnsigned(NativePath.encode(a), NativePath.encode(b)));
            for (String name : names) {
                child(Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name)), path + "/" + name);
            }
        }
    }

    private void child(Optional<MergedView.Place> was, Optional<MergedView.Place> is, String path) {
        if (is.isEmpty()) {
            found.add(new Found(new Change(ChangeKind.DELETED, path), VersionTable.NONE, VersionTable.NONE));
        } else if (was.isEmpty()) {
            added(is.get(), path);
        } else {
            both(was.get(), is.get(), path);
        }
    }

    private void added(MergedView.Place is, String path) {
        found.add(new Found(new Change(ChangeKind.ADDED, path), VersionTable.NONE, VersionTable.NONE));
        for (MergedView.Place child : after.view().children(is)) {
            added(child, path + "/" + after.name(child));
        }
    }

    private boolean differ(MergedView.Place was, MergedView.Place is) {
        if (was.version() == MergedView.IMPLIED || is.version() == MergedView.IMPLIED) {
            return before.view().isDirectory(was) != after.view().isDirectory(is);
        }
        return !isSameEntry(was, is) && !before.attributes(was.version()).equals(after.attributes(is.version()));
    }

    /** Equal times without a fraction come from archives or tools that truncate. */
    private boolean mayDiffer(MergedView.Place was, MergedView.Place is) {
        if (was.version() == MergedView.IMPLIED || is.version() == MergedView.IMPLIED || isSameEntry(was, is)) {
            return false;
        }
        VersionTable versions = after.versions();
        int content = after.content(is.version());
        return versions.type(content) == EntryType.REGULAR
                && versions.size(content) > 0
                && versions.mtimeNanos(content) == 0;
    }

    /** The same entry of the same archive, with the same content if it is a link. */
    private boolean isSameEntry(MergedView.Place was, MergedView.Place is) {
        return before.isSame(was.version(), after, is.version())
                && before.isSame(before.content(was.version()), after, after.content(is.version()));
    }
}
