package io.jfs.testkit;

import io.jfs.linux.Fd;
import io.jfs.linux.FileType;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A tree of files, said rather than made:
 *
 * <pre>{@code
 * Tree.of(
 *     dir("etc",
 *         file("passwd", "root:x:0:0").mode(0644).owner(0, 0),
 *         symlink("mtab", "/proc/mounts")),
 *     hardLink("users", "etc/passwd"),
 *     absent("old"));
 * }</pre>
 *
 * It can be made in a directory, on top of what is there: a directory that exists is kept, anything else is replaced.
 * Thus a list of trees is a list of layers.
 *
 * @param root the root itself; its name is {@code .}
 */
public record Tree(TreeEntry root) implements TreeEdit {
    public static Tree of(TreeEntry... entries) {
        return new Tree(dir(".", entries));
    }

    /** The same with attributes of the root stated. */
    public Tree withRoot(UnaryOperator<TreeEntry> attributes) {
        return new Tree(attributes.apply(root));
    }

    public static TreeEntry dir(String name, TreeEntry... entries) {
        return TreeEntry.of(name, new TreeEntry.Directory(List.of(entries)));
    }

    public static TreeEntry file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static TreeEntry file(String name, byte[] content) {
        return TreeEntry.of(name, new TreeEntry.File(content));
    }

    /** A file of zeros that occupies nothing. */
    public static TreeEntry hole(String name, long size) {
        return TreeEntry.of(name, new TreeEntry.Hole(size));
    }

    public static TreeEntry symlink(String name, String target) {
        return TreeEntry.of(name, new TreeEntry.Symlink(target));
    }

    /**
     * Another name of a file.
     *
     * @param path of the file to be linked, from the tree's root, such as {@code etc/passwd}
     */
    public static TreeEntry hardLink(String name, String path) {
        return TreeEntry.of(name, new TreeEntry.HardLink(path));
    }

    public static TreeEntry fifo(String name) {
        return TreeEntry.of(name, new TreeEntry.Special(FileType.FIFO, 0, 0));
    }

    public static TreeEntry socket(String name) {
        return TreeEntry.of(name, new TreeEntry.Special(FileType.SOCKET, 0, 0));
    }

    public static TreeEntry characterDevice(String name, int major, int minor) {
        return TreeEntry.of(name, new TreeEntry.Special(FileType.CHARACTER_DEVICE, major, minor));
    }

    public static TreeEntry blockDevice(String name, int major, int minor) {
        return TreeEntry.of(name, new TreeEntry.Special(FileType.BLOCK_DEVICE, major, minor));
    }

    /** Removes what is there, whole trees too. */
    public static TreeEntry absent(String name) {
        return TreeEntry.of(name, new TreeEntry.Absent());
    }

    /** Makes it in an existing directory. */
    public void applyTo(Path directory) throws IOException {
        try (Fd fd = Open.open(directory, Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
            applyTo(fd);
        }
    }

    /** Makes it in a directory open for reading. */
    @Override
    public void applyTo(Fd directory) throws IOException {
        new TreeMaker(directory).make(root);
    }
}
