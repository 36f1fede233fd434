package io.jfs.image.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The merged tree of an image's layers, built from their archives: no mount, no unpacking, works for any user.
 * Whiteouts and opaque directories are honoured wherever they stand in a layer. Immutable and thread-safe.
 *
 * <p>Paths are as {@link io.jfs.linux.NativePath} makes them. A path may be given with or without a leading slash.
 * Symbolic links are resolved within the tree and never leave it.
 */
public final class ImageTree {
    private ImageTree() {}

    /** How many layers the tree has. */
    public int layers() {
        throw new UnsupportedOperationException("not yet");
    }

    /** How many paths the merged tree has, the root included. */
    public int size() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The command that made a layer; empty if unknown. */
    public String command(int layer) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The entry at a path; a symbolic link in its last component is not followed. */
    public Optional<TreeNode> find(String path) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The entry at a path, symbolic links followed to the end.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.FileSystemLoopException if links go in circles
     */
    public TreeNode resolve(String path) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The entries of a directory, sorted by the bytes of their names.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.NotDirectoryException if it is none
     */
    public List<TreeNode> list(String path) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Visits a path and everything below it, depth first, siblings sorted. Links are not followed below the path. */
    public void walk(String path, Consumer<TreeNode> visitor) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** What each layer did to a path, bottom first; empty if no layer ever had it. */
    public List<PathEvent> history(String path) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Everything that one layer did, depth first, siblings sorted. */
    public void layerChanges(int layer, Consumer<PathEvent> visitor) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The content of a regular file, symbolic and hard links followed. Reads the layer's archive up to it. The caller
     * closes it.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.FileSystemException if it is not a regular file
     */
    public InputStream open(String path) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Copies a path and everything below it into a directory of the host, as {@code cp -a} would; owners and devices only
     * as far as the caller may. Never writes outside of the destination.
     *
     * @param destination if it is a directory, the entry goes into it under its own name; otherwise it must not exist,
     *     its parent must, and the entry gets its name
     */
    public void extract(String path, Path destination) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Writes a path and everything below it as a tar archive; names start at the path's last component.
     *
     * @param tar finished, not closed
     */
    public void extract(String path, OutputStream tar) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
