package io.jfs.core.diff;

import io.jfs.core.tree.DirectoryStack;
import io.jfs.core.tree.NameOrder;
import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A directory tree as it is. */
final class DirectoryView implements TreeView {
    private final Fd root;
    private final DirectoryStack directories;

    /** @param root stays open and the caller's */
    DirectoryView(Fd root) {
        this.root = root;
        this.directories = new DirectoryStack(root);
    }

    @Override
    public Node root() throws IOException {
        return new Node(root, ".", Stat.stat(root), 0);
    }

    @Override
    public Optional<Node> find(String name) throws IOException {
        Fd directory = directories.top();
        return Stat.find(directory, name).map(stat -> new Node(directory, name, stat, 0));
    }

    @Override
    public List<String> names() throws IOException {
        return Directory.list(directories.top()).stream()
                .map(DirectoryEntry::name)
                .sorted(NameOrder.NAMES)
                .toList();
    }

    @Override
    public void enter(String name) throws IOException {
        directories.push(name);
    }

    @Override
    public void leave() throws IOException {
        directories.pop();
    }

    @Override
    public void close() {
        directories.close();
    }
}
