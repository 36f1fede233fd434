package io.jfs.core.layer;

import io.jfs.core.Change;
import io.jfs.core.ChangeKind;
import java.util.ArrayList;
import java.util.List;

/** Changes as a tree of names, so that a directory's whiteouts can be written before all else in it. */
final class ChangeNode {
    final String name;
    private final List<String> deleted = new ArrayList<>();
    private final List<ChangeNode> children = new ArrayList<>();
    private boolean changed;

    private ChangeNode(String name) {
        this.name = name;
    }

    /** @throws LayerException if the changes are not in canonical order, or a path is not one */
    static ChangeNode of(Iterable<Change> changes) throws LayerException {
        ChangeNode root = new ChangeNode("");
        for (Change change : changes) {
            root.add(change);
        }
        return root;
    }

    /** In canonical order a new path continues the last one added, so only the last child can match. */
    private void add(Change change) throws LayerException {
        if (change.path().equals("/")) {
            changed = true;
            return;
        }
        String[] components = change.path().split("/", -1);
        if (components.length < 2 || !components[0].isEmpty()) {
            throw new LayerException("malformed path of a change: " + change.path());
        }
        ChangeNode node = this;
        for (int i = 1; i < components.length - 1; i++) {
            node = node.child(components[i]);
        }
        String last = components[components.length - 1];
        for (String component : components) {
            if (component.startsWith(WhiteoutName.PREFIX)) {
                throw LayerException.of(
                        change.path(), "a file named " + component + " would be a whiteout in a layer; rename it");
            }
        }
        if (change.kind() == ChangeKind.DELETED) {
            node.deleted.add(last);
        } else {
            node.child(last).changed = true;
        }
    }

    private ChangeNode child(String childName) {
        if (!children.isEmpty() && children.getLast().name.equals(childName)) {
            return children.getLast();
        }
        ChangeNode child = new ChangeNode(childName);
        children.add(child);
        return child;
    }

    /** Whether the file itself changed; if not, it is a directory with changes below. */
    boolean isChanged() {
        return changed;
    }

    List<String> deleted() {
        return deleted;
    }

    List<ChangeNode> children() {
        return children;
    }
}
