package io.jfs.image.tree;

import io.jfs.core.Change;
import io.jfs.core.layer.EntryType;
import io.jfs.core.layer.LayerException;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.linux.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The merged tree of an image's layers, built from their archives: no mount, no unpacking, works for any user.
 * Whiteouts and opaque directories are honoured wherever they stand in a layer. Immutable and thread-safe.
 *
 * <p>Paths are as {@link io.jfs.linux.NativePath} makes them. A path may be given with or without a leading slash.
 * Symbolic links are resolved within the tree and never leave it.
 */
public final class ImageTree {
    private final List<TreeLayer> layers;
    private final PathTable paths = new PathTable();
    private final VersionTable versions = new VersionTable();
    private final LinkResolver links = new LinkResolver(paths, versions);
    private final MergedView view;

    private ImageTree(List<TreeLayer> layers) {
        this.layers = List.copyOf(layers);
        this.view = new MergedView(paths, versions, layers.size() - 1);
    }

    /**
     * Reads all layers; of those whose headers are kept, only these.
     *
     * @param layers bottom first
     * @param listener told how far it is
     */
    public static ImageTree of(List<TreeLayer> layers, IndexListener listener) throws IOException {
        Set<Integer> damaged = new HashSet<>();
        while (true) {
            ImageTree tree = new ImageTree(layers);
            try {
                tree.index(damaged, listener);
                return tree;
            } catch (DamagedHeadersException e) {
                damaged.add(e.layer());
            }
        }
    }

    private void index(Set<Integer> damaged, IndexListener listener) throws IOException {
        TreeIndexer indexer = new TreeIndexer(paths, versions, damaged);
        for (int i = 0; i < layers.size(); i++) {
            try {
                indexer.add(i, layers.get(i), listener);
            } catch (LayerException e) {
                throw new InvalidImageException(layers.get(i).describe() + ": " + e.getMessage(), e);
            }
        }
    }

    /** How many layers the tree has. */
    public int layers() {
        return layers.size();
    }

    /** How many paths the merged tree has, the root included. */
    public int size() {
        return count(view.root());
    }

    /** The command that made a layer; empty if unknown. */
    public String command(int layer) {
        return layers.get(layer).command();
    }

    /** The entry at a path; a symbolic link in its last component is not followed. */
    public Optional<TreeNode> find(String path) {
        return placeOf(path, false).map(this::node);
    }

    /**
     * The entry at a path, symbolic links followed to the end.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.FileSystemLoopException if links go in circles
     */
    public TreeNode resolve(String path) throws IOException {
        return node(links.resolve(view, path, true));
    }

    /**
     * The entries of a directory, sorted by the bytes of their names.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.NotDirectoryException if it is none
     */
    public List<TreeNode> list(String path) throws IOException {
        MergedView.Place place = links.resolve(view, path, true);
        if (!view.isDirectory(place)) {
            throw new NotDirectoryException(path);
        }
        return view.children(place).stream().map(this::node).toList();
    }

    /** Visits a path and everything below it, depth first, siblings sorted. Links are not followed below the path. */
    public void walk(String path, Consumer<TreeNode> visitor) throws IOException {
        walk(links.resolve(view, path, false), visitor);
    }

    /** What each layer did to a path, bottom first; empty if no layer ever had it. */
    public List<PathEvent> history(String path) {
        String clean =
                placeOf(path, false).map(place -> paths.path(place.node())).orElse(path);
        return new PathHistory(paths, versions)
                .of(TreePath.clean(clean), layers.size()).stream()
                        .map(this::event)
                        .toList();
    }

    /** Everything that one layer did, depth first, siblings sorted. */
    public void layerChanges(int layer, Consumer<PathEvent> visitor) {
        new PathHistory(paths, versions).ofLayer(layer, event -> visitor.accept(event(event)));
    }

    /**
     * What the uppermost layer changed of the tree that those below it make. Content is read only to compare two files
     * that look alike.
     *
     * @param out receives the changes in canonical order
     */
    public void topChanges(Consumer<Change> out) throws IOException {
        MergedView below = new MergedView(paths, versions, layers.size() - 2);
        new TreeComparison(side(below), side(view)).changes(out);
    }

    /**
     * What changed from another tree to this one. Content is read only to compare two files that look alike and are not
     * of the same layer.
     *
     * @param out receives the changes in canonical order
     */
    public void changesSince(ImageTree before, Consumer<Change> out) throws IOException {
        new TreeComparison(before.side(before.view), side(view)).changes(out);
    }

    private TreeSide side(MergedView seen) {
        return new TreeSide(paths, versions, links, seen, layers);
    }

    /**
     * The content of a regular file, symbolic and hard links followed. Reads the layer's archive up to it. The caller
     * closes it.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.FileSystemException if it is not a regular file
     */
    public InputStream open(String path) throws IOException {
        MergedView.Place place = links.resolve(view, path, true);
        if (view.isDirectory(place)) {
            throw new FileSystemException(path, null, "is a directory");
        }
        int content = links.contentOf(place.version())
                .orElseThrow(() ->
                        new FileSystemException(path, null, "the file that this hard link stands for is missing"));
        if (versions.type(content) != EntryType.REGULAR) {
            throw new FileSystemException(path, null, "is not a regular file");
        }
        return EntryStream.open(layers.get(versions.layer(content)), versions.ordinal(content));
    }

    /**
     * Copies a path and everything below it into a directory of the host, as {@code cp -a} would; owners and devices
     * only as far as the caller may. Never writes outside of the destination.
     *
     * @param destination if it is a directory, the entry goes into it under its own name; otherwise it must not exist,
     *     its parent must, and the entry gets its name
     */
    public void extract(String path, Path destination) throws IOException {
        MergedView.Place place = links.resolve(view, path, false);
        Path target = destination.toAbsolutePath().normalize();
        boolean into = Files.isDirectory(target);
        String name = place.node() == 0 ? "" : paths.name(place.node());
        if (!into) {
            requireNew(target);
        }
        TreeExtraction.extract(
                out -> new TreeExport(paths, versions, links, layers)
                        .write(view, place, into ? name : NativePath.decode(nameOf(target)), out),
                into ? target : target.resolveSibling(".").normalize());
    }

    /**
     * Writes a path and everything below it as a tar archive; names start at the path's last component.
     *
     * @param tar finished, not closed
     */
    public void extract(String path, OutputStream tar) throws IOException {
        MergedView.Place place = links.resolve(view, path, false);
        String name = place.node() == 0 ? "" : paths.name(place.node());
        new TreeExport(paths, versions, links, layers).write(view, place, name, tar);
    }

    private static void requireNew(Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private static byte[] nameOf(Path target) {
        return String.valueOf(target.getFileName()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The place of a path; symbolic links are followed on the way to it, and in the last component only if asked for.
     */
    private Optional<MergedView.Place> placeOf(String path, boolean follow) {
        try {
            return Optional.of(links.resolve(view, path, follow));
        } catch (NoSuchFileException | FileSystemLoopException _) {
            return Optional.empty();
        }
    }

    // Recursion is as deep as paths are, which the layer reader bounds.
    private int count(MergedView.Place place) {
        int count = 1;
        for (MergedView.Place child : view.children(place)) {
            count += count(child);
        }
        return count;
    }

    private void walk(MergedView.Place place, Consumer<TreeNode> visitor) {
        visitor.accept(node(place));
        for (MergedView.Place child : view.children(place)) {
            walk(child, visitor);
        }
    }

    private TreeNode node(MergedView.Place place) {
        return NodeReader.node(paths, versions, links, place.node(), place.version());
    }

    private PathEvent event(PathHistory.Event event) {
        Optional<TreeNode> node = event.version() == VersionTable.NONE
                ? Optional.empty()
                : Optional.of(NodeReader.node(paths, versions, links, event.node(), event.version()));
        return new PathEvent(
                event.layer(),
                event.kind(),
                paths.path(event.node()),
                layers.get(event.layer()).command(),
                node);
    }
}
