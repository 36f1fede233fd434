package io.jfs.core.diff;

import io.jfs.core.diff.EditedTree.Directory;
import io.jfs.core.tree.NameOrder;
import io.jfs.core.tree.TreeWalk;
import io.jfs.linux.Fd;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The tree now, which knows of each directory on the way down what the edits did to it. */
final class GuidedView implements TreeView {
    private final DirectoryView view;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** A directory on the way down; empty: the edits know nothing of it. */
    private record Level(String path, Optional<Directory> edited) {}

    GuidedView(Fd root, EditedTree edits) {
        this.view = new DirectoryView(root);
        levels.push(new Level("/", Optional.of(edits.root())));
    }

    /** The names of the current directory that may differ; all, where it is not the one that was there before. */
    Iterator<PairWalk.Candidate> candidates(TreeView before, boolean inParent) throws IOException {
        Level level = levels.element();
        Optional<Directory> same = level.edited.filter(directory -> inParent && directory.wasAt(level.path));
        if (same.isPresent()) {
            List<String> names =
                    same.get().names().stream().sorted(NameOrder.NAMES).toList();
            return new MergedNames(names, names);
        }
        return new MergedNames(inParent ? before.names() : List.of(), names());
    }

    @Override
    public Node root() throws IOException {
        return view.root();
    }

    @Override
    public Optional<Node> find(String name) throws IOException {
        return view.find(name);
    }

    @Override
    public List<String> names() throws IOException {
        return view.names();
    }

    @Override
    public void enter(String name) throws IOException {
        view.enter(name);
        Level level = levels.element();
        levels.push(
                new Level(TreeWalk.child(level.path, name), level.edited.flatMap(directory -> directory.find(name))));
    }

    @Override
    public void leave() throws IOException {
        view.leave();
        levels.pop();
    }

    @Override
    public void close() {
        view.close();
    }
}
