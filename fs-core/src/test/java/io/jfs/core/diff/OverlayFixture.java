package io.jfs.core.diff;

import io.jfs.core.Change;
import io.jfs.core.Mount;
import io.jfs.core.mount.Mounter;
import io.jfs.core.tree.TreeFixture;
import io.jfs.linux.Fd;
import io.jfs.linux.FileStat;
import io.jfs.linux.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A stack of overlay layers, each written through a real kernel mount on those below.
 *
 * <pre>
 *   directory/0          the bottom layer, an ordinary directory
 *   directory/1 …        the upper directories above it
 *   directory/work
 * </pre>
 */
final class OverlayFixture {
    static final String PREFIX = "trusted.overlay.";

    private final Path directory;
    private final String options;
    private final List<Path> layers = new ArrayList<>();

    /** Changes a mounted tree. */
    interface Edit {
        void in(TreeFixture tree) throws IOException;
    }

    OverlayFixture(Path directory, String options) {
        this.directory = directory;
        this.options = options;
    }

    /**
     * Adds a layer: what the edit changes in the tree that the layers so far show. Its root starts as the one below.
     */
    OverlayFixture layer(Edit edit) throws IOException {
        layers.addFirst(Files.createDirectory(directory.resolve(Integer.toString(layers.size()))));
        if (layers.size() > 1) {
            copyRootAttributes();
        }
        try (TreeFixture tree = new TreeFixture(merged())) {
            edit.in(tree);
        }
        return this;
    }

    /** Gives the upper directory, and so the root of the mount, the attributes of the layer below. */
    private void copyRootAttributes() throws IOException {
        try (TreeFixture upper = TreeFixture.at(upper());
                TreeFixture lower = TreeFixture.at(lowers().getFirst())) {
            FileStat stat = lower.stat(".");
            upper.chmod(".", stat.permissions()).chown(".", stat.uid(), stat.gid());
            upper.mtime(".", stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }

    Path upper() {
        return layers.getFirst();
    }

    List<Path> lowers() {
        return layers.subList(1, layers.size());
    }

    /** The tree that all layers show. */
    Fd merged() throws IOException {
        if (layers.size() == 1) {
            return open(layers.getFirst());
        }
        Path work = directory.resolve("work");
        Files.createDirectories(work);
        List<String> mount = new ArrayList<>();
        mount.add("lowerdir=" + joined(lowers()));
        mount.add("upperdir=" + upper());
        mount.add("workdir=" + work);
        mount.addAll(List.of(options.split(",")));
        return Mounter.openDetached(List.of(new Mount("overlay", "overlay", mount)));
    }

    /** The tree that all layers but the upper show. */
    Fd parent() throws IOException {
        if (lowers().size() == 1) {
            return open(lowers().getFirst());
        }
        return Mounter.openDetached(
                List.of(new Mount("overlay", "overlay", List.of("lowerdir=" + joined(lowers()), "ro"))));
    }

    /** What the short way says, as lines like {@code C /etc}; empty if it wants a double walk. */
    Optional<List<String>> upperDiff() throws IOException {
        List<String> changes = new ArrayList<>();
        boolean done = OverlayUpperDiff.changes(upper(), lowers(), PREFIX, change -> changes.add(line(change)));
        return done ? Optional.of(changes) : Optional.empty();
    }

    List<String> doubleWalk() throws IOException {
        List<String> changes = new ArrayList<>();
        try (Fd before = parent();
                Fd after = merged()) {
            DoubleWalk.changes(before, after, change -> changes.add(line(change)));
        }
        return changes;
    }

    static String line(Change change) {
        return change.kind().letter() + " " + change.path();
    }

    private static Fd open(Path path) throws IOException {
        return Open.open(path, Open.O_RDONLY | Open.O_DIRECTORY, 0);
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(":"));
    }
}
