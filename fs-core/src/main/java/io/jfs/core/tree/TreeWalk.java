package io.jfs.core.tree;

import io.jfs.linux.Directory;
import io.jfs.linux.DirectoryEntry;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Visits a tree depth first, siblings by the bytes of their names, a directory before what is in it. Memory is bounded
 * by the width of the directories on the way down, file descriptors by a constant, depth by nothing. Entries which
 * vanish during the walk are passed over. Symbolic links are visited, never followed.
 */
public final class TreeWalk {
    private final Visitor visitor;
    private final DirectoryStack directories;
    private final Deque<Frame> frames = new ArrayDeque<>();

    /**
     * One name in the tree.
     *
     * @param directory the directory that holds it, for {@code *at} calls; valid during the call only
     * @param name its name there; {@code .} for the root of the walk
     * @param path its path in the tree: {@code /} for the root, else {@code /etc/passwd}
     * @param stat what it is
     */
    public record Entry(Fd directory, String name, String path, FileStat stat) {}

    /** Is shown the entries. */
    public interface Visitor {
        /**
         * Shows an entry.
         *
         * @return whether to go into it, if it is a directory
         * @throws IOException ends the walk
         */
        boolean visit(Entry entry) throws IOException;

        /**
         * Shows a directory again after all that is in it; only if it was gone into.
         *
         * @throws IOException ends the walk
         */
        default void leave(Entry directory) throws IOException {}
    }

    private record Frame(String name, String path, FileStat stat, Iterator<String> names) {}

    private TreeWalk(Visitor visitor, DirectoryStack directories) {
        this.visitor = visitor;
        this.directories = directories;
    }

    /**
     * Walks the tree below a directory, which is visited first.
     *
     * @param root open for reading; stays open
     * @throws IOException if a directory cannot be read, or from the visitor
     */
    public static void walk(Fd root, Visitor visitor) throws IOException {
        try (DirectoryStack directories = new DirectoryStack(root)) {
            new TreeWalk(visitor, directories).run(root);
        }
    }

    private void run(Fd root) throws IOException {
        FileStat stat = Stat.stat(root);
        if (!visitor.visit(new Entry(root, ".", "/", stat))) {
            return;
        }
        frames.push(new Frame(".", "/", stat, sortedNames(root)));
        while (!frames.isEmpty()) {
            Frame frame = frames.element();
            if (frame.names.hasNext()) {
                visit(frame, frame.names.next());
            } else {
                leave(frames.pop());
            }
        }
    }

    private void visit(Frame parent, String name) throws IOException {
        Optional<FileStat> found = Stat.find(directories.top(), name);
        if (found.isEmpty()) {
            return;
        }
        FileStat stat = found.get();
        String path = child(parent.path, name);
        boolean into = visitor.visit(new Entry(directories.top(), name, path, stat));
        if (into && stat.isDirectory()) {
            directories.push(name);
            frames.push(new Frame(name, path, stat, sortedNames(directories.top())));
        }
    }

    private void leave(Frame frame) throws IOException {
        if (directories.depth() > 0) {
            directories.pop();
        }
        visitor.leave(new Entry(directories.top(), frame.name, frame.path, frame.stat));
    }

    /** The names in a directory in the order of their bytes. */
    static Iterator<String> sortedNames(Fd directory) throws IOException {
        List<String> names = Directory.list(directory).stream()
                .map(DirectoryEntry::name)
                .sorted(NameOrder.NAMES)
                .toList();
        return names.iterator();
    }

    /** The path of a name in a directory of this path. */
    public static String child(String directory, String name) {
        return directory.equals("/") ? "/" + name : directory + "/" + name;
    }
}
