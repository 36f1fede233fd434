package io.jfs.image.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tree that the layers up to a given one make together.
 *
 * <p>On the way down from the root each directory has a <em>floor</em>: layers below it have been hidden there by a
 * whiteout, an opaque mark, or a file in a directory's place.
 */
final class MergedView {
    /** The version of a directory that no layer names, but in which some layer puts something. */
    static final int IMPLIED = -2;

    private final PathTable paths;
    private final VersionTable versions;
    private final int top;

    /** @param top the number of the uppermost layer to look at; -1 makes an empty tree */
    MergedView(PathTable paths, VersionTable versions, int top) {
        this.paths = paths;
        this.versions = versions;
        this.top = top;
    }

    /**
     * A path that exists.
     *
     * @param node of the path
     * @param version what its entry is, or {@link #IMPLIED}
     * @param floor for what is below it
     */
    record Place(int node, int version, int floor) {}

    Place root() {
        return at(0, 0).orElse(new Place(0, IMPLIED, 0));
    }

    /** What a node is, given the floor of its parent. */
    private Optional<Place> at(int node, int parentFloor) {
        int floor = parentFloor;
        int below = parentFloor;
        int entry = VersionTable.NONE;
        for (int version = versions.newest(node); version != VersionTable.NONE; version = versions.older(version)) {
            int layer = versions.layer(version);
            if (layer > top) {
                continue;
            }
            if (layer < floor) {
                break;
            }
            if (versions.isOpaque(version)) {
                below = Math.max(below, layer);
            } else if (!versions.isEntry(version)) {
                // A whiteout hides what lower layers have, and not what its own layer has, whichever comes first there.
                floor = layer;
                below = Math.max(below, layer);
            } else if (entry == VersionTable.NONE) {
                entry = version;
                if (!versions.isDirectory(version)) {
                    return Optional.of(new Place(node, version, layer));
                }
            } else if (!versions.isDirectory(version)) {
                // A directory over a file: what still lower layers have in a directory of this name is gone.
                below = Math.max(below, layer + 1);
                break;
            }
        }
        if (entry != VersionTable.NONE) {
            return Optional.of(new Place(node, entry, below));
        }
        Place implied = new Place(node, IMPLIED, below);
        return holdsSomething(implied) ? Optional.of(implied) : Optional.empty();
    }

    private boolean holdsSomething(Place place) {
        for (int child = paths.firstChild(place.node()); child >= 0; child = paths.nextSibling(child)) {
            if (at(child, place.floor()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    boolean isDirectory(Place place) {
        return place.version() == IMPLIED || versions.isDirectory(place.version());
    }

    /** The child of a directory. */
    Optional<Place> child(Place parent, String name) {
        int node = isDirectory(parent) ? paths.child(parent.node(), name) : VersionTable.NONE;
        return node < 0 ? Optional.empty() : at(node, parent.floor());
    }

    /** The children of a directory, sorted by the bytes of their names. */
    List<Place> children(Place parent) {
        List<Place> children = new ArrayList<>();
        if (isDirectory(parent)) {
            for (int node : paths.children(parent.node())) {
                at(node, parent.floor()).ifPresent(children::add);
            }
        }
        return children;
    }

    /** The place of a node, reached from the root. */
    Optional<Place> find(int node) {
        if (node == 0) {
            return Optional.of(root());
        }
        return find(paths.parent(node)).filter(this::isDirectory).flatMap(parent -> at(node, parent.floor()));
    }

    /** The place of a cleaned relative path; links are not followed. */
    Optional<Place> find(String path) {
        Optional<Place> place = Optional.of(root());
        for (int from = 0; from < path.length() && place.isPresent(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            place = child(place.get(), path.substring(from, to));
            from = to + 1;
        }
        return place;
    }
}
