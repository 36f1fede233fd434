package io.jfs.core.diff;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import io.jfs.core.tree.InodeKey;
import io.jfs.linux.FileStat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns findings into changes, hard links considered, in the order in which they come.
 *
 * <p>The names of an inode form a group, one in the parent's tree and one in the child's. A name that both trees have
 * ties a parent's group to a child's. Rules:
 *
 * <ol>
 *   <li>a child's group is listed, all its names, if any of them is added or modified;
 *   <li>a parent's group tied to two child's groups was torn apart: all those child's groups are listed;
 *   <li>a child's group tied to two parent's groups was joined: it is listed.
 * </ol>
 *
 * A name which is unchanged so far waits until its groups are listed, or complete and thus certainly unchanged. What
 * comes after waits behind it.
 */
final class LinkTracker implements PairWalk.Findings {
    private final ChangeConsumer out;
    private final Map<InodeKey, Group> parentGroups = new HashMap<>();
    private final Map<InodeKey, Group> childGroups = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** The names of one inode in one tree. */
    private static final class Group {
        private int unseen;
        private @Nullable Group tied;
        /** Of a child's group: that all names are listed. Of a parent's: that it was torn apart. */
        private boolean marked;

        Group(int names) {
            this.unseen = names;
        }

        boolean isComplete() {
            return unseen <= 0;
        }
    }

    /** A change, or with groups one that may become a change. */
    private record Waiting(
            Change change, @Nullable Group parent, @Nullable Group child) {
        boolean isListed() {
            return child == null || child.marked;
        }

        boolean isDecided() {
            return isListed() || (child != null && child.isComplete() && (parent == null || parent.isComplete()));
        }
    }

    LinkTracker(ChangeConsumer out) {
        this.out = out;
    }

    @Override
    public void deleted(String path) throws IOException {
        put(new Waiting(new Change(ChangeKind.DELETED, path), null, null));
    }

    @Override
    public void present(String path, Optional<ChangeKind> kind, Optional<Node> before, Node after) throws IOException {
        boolean linked = hasPartners(after.stat())
                || before.filter(node -> hasPartners(node.stat())).isPresent();
        if (linked) {
            presentLinked(path, kind, before, after);
        } else if (kind.isPresent()) {
            put(new Waiting(new Change(kind.get(), path), null, null));
        }
    }

    private void presentLinked(String path, Optional<ChangeKind> kind, Optional<Node> before, Node after)
            throws IOException {
        Group child = group(childGroups, after.stat());
        Group parent = before.map(node -> group(parentGroups, node.stat())).orElse(null);
        if (kind.isPresent()) {
            child.marked = true;
        }
        if (parent != null) {
            tie(parent, child);
        }
        Change change = new Change(kind.orElse(ChangeKind.MODIFIED), path);
        put(new Waiting(change, parent, child));
    }

    private static void tie(Group parent, Group child) {
        if (child.tied == null) {
            child.tied = parent;
        } else if (child.tied != parent) {
            child.marked = true;
        }
        if (parent.tied == null) {
            parent.tied = child;
        } else if (parent.tied != child) {
            parent.marked = true;
            parent.tied.marked = true;
        }
        if (parent.marked) {
            child.marked = true;
        }
    }

    private static boolean hasPartners(FileStat stat) {
        return !stat.isDirectory() && stat.links() > 1;
    }

    private static Group group(Map<InodeKey, Group> groups, FileStat stat) {
        if (!hasPartners(stat)) {
            return new Group(0);
        }
        Group group = groups.computeIfAbsent(InodeKey.of(stat), key -> new Group(stat.links()));
        group.unseen--;
        return group;
    }

    private void put(Waiting next) throws IOException {
        waiting.add(next);
        while (!waiting.isEmpty() && waiting.element().isDecided()) {
            release(waiting.remove());
        }
    }

    /** The walk is over: names not seen are outside the tree or were deleted. */
    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            release(waiting.remove());
        }
    }

    private void release(Waiting next) throws IOException {
        if (next.isListed()) {
            out.accept(next.change);
        }
    }
}
