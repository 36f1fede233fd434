package io.jfs.image.tree;

import io.jfs.core.layer.EntryType;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Follows symbolic and hard links within a tree, as the kernel does in a container whose root it is. */
final class LinkResolver {
    // linux/namei.h, MAXSYMLINKS
    private static final int MAX_SYMLINKS = 40;

    private final PathTable paths;
    private final VersionTable versions;

    LinkResolver(PathTable paths, VersionTable versions) {
        this.paths = paths;
        this.versions = versions;
    }

    /**
     * The place of a path with symbolic links followed.
     *
     * @param follow whether one in the last component is followed, too
     */
    MergedView.Place resolve(MergedView view, String path, boolean follow)
            throws NoSuchFileException, FileSystemLoopException {
        Deque<MergedView.Place> line = new ArrayDeque<>();
        line.push(view.root());
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
        int links = 0;
        while (!rest.isEmpty()) {
            String component = rest.pop();
            if (component.equals("..")) {
                if (line.size() > 1) {
                    line.pop();
                }
            } else if (!component.isEmpty() && !component.equals(".")) {
                MergedView.Place next =
                        view.child(line.getFirst(), component).orElseThrow(() -> new NoSuchFileException(path));
                boolean last = rest.stream().allMatch(String::isEmpty);
                if (isSymlink(next) && (follow || !last)) {
                    if (++links > MAX_SYMLINKS) {
                        throw new FileSystemLoopException(path);
                    }
                    String target = versions.link(next.version());
                    if (target.startsWith("/")) {
                        MergedView.Place root = line.getLast();
                        line.clear();
                        line.push(root);
                    }
                    Arrays.asList(target.split("/", -1)).reversed().forEach(rest::push);
                } else {
                    line.push(next);
                }
            }
        }
        return line.getFirst();
    }

    private boolean isSymlink(MergedView.Place place) {
        return place.version() != MergedView.IMPLIED && versions.type(place.version()) == EntryType.SYMLINK;
    }

    /**
     * The entry that holds what a hard link stands for: its target as it was when the link's layer was made, since a
     * later layer may have replaced or deleted the target's name but not the link's content. Empty if there is none.
     */
    Optional<Integer> contentOf(int version) {
        int at = version;
        for (int i = 0; i < MAX_SYMLINKS; i++) {
            if (versions.type(at) != EntryType.HARD_LINK) {
                return Optional.of(at);
            }
            MergedView then = new MergedView(paths, versions, versions.layer(at));
            Optional<MergedView.Place> target = then.find(versions.link(at));
            if (target.isEmpty() || target.get().version() == MergedView.IMPLIED) {
                return Optional.empty();
            }
            at = target.get().version();
        }
        return Optional.empty();
    }
}
