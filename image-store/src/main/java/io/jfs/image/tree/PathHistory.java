package io.jfs.image.tree;

import io.jfs.core.ChangeKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Tells what the layers did, by comparing the tree below a layer with the tree up to it. */
final class PathHistory {
    private final PathTable paths;
    private final VersionTable versions;

    PathHistory(PathTable paths, VersionTable versions) {
        this.paths = paths;
        this.versions = versions;
    }

    /**
     * What one layer did to a node.
     *
     * @param version its entry in the layer, {@link MergedView#IMPLIED}, or {@link VersionTable#NONE} if deleted
     */
    record Event(int layer, ChangeKind kind, int node, int version) {}

    List<Event> of(String path, int layers) {
        List<Event> events = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            Optional<MergedView.Place> before = view(layer - 1).find(path);
            Optional<MergedView.Place> after = view(layer).find(path);
            event(layer, before, after).ifPresent(events::add);
        }
        return events;
    }

    private MergedView view(int top) {
        return new MergedView(paths, versions, top);
    }

    private Optional<Event> event(int layer, Optional<MergedView.Place> before, Optional<MergedView.Place> after) {
        if (after.isEmpty()) {
            return before.map(place -> new Event(layer, ChangeKind.DELETED, place.node(), VersionTable.NONE));
        }
        MergedView.Place now = after.get();
        if (before.isEmpty()) {
            return Optional.of(new Event(layer, ChangeKind.ADDED, now.node(), now.version()));
        }
        boolean stated = now.version() >= 0 && versions.layer(now.version()) == layer;
        return stated
                ? Optional.of(new Event(layer, ChangeKind.MODIFIED, now.node(), now.version()))
                : Optional.empty();
    }

    /** Everything that one layer did, depth first. What was in a deleted directory is not told one by one. */
    void ofLayer(int layer, Consumer<Event> events) {
        Set<Integer> touched = new LinkedHashSet<>();
        for (int version = 0; version < versions.count(); version++) {
            if (versions.layer(version) == layer) {
                for (int node = versions.node(version); node > 0 && touched.add(node); ) {
                    node = paths.parent(node);
                }
                touched.add(0);
            }
        }
        MergedView below = new MergedView(paths, versions, layer - 1);
        MergedView now = new MergedView(paths, versions, layer);
        if (touched.contains(0)) {
            boolean first = versions.count() > 0 && layer == 0;
            descend(
                    layer,
                    first ? Optional.empty() : Optional.of(below.root()),
                    Optional.of(now.root()),
                    touched,
                    below,
                    now,
                    events);
        }
    }

    // Recursion is as deep as paths are, which the layer reader bounds.
    private void descend(
            int layer,
            Optional<MergedView.Place> before,
            Optional<MergedView.Place> after,
            Set<Integer> touched,
            MergedView below,
            MergedView now,
            Consumer<Event> events) {
        event(layer, before, after).ifPresent(events);
        if (after.isEmpty()) {
            return;
        }
        int node = after.get().node();
        boolean hides =
                before.isPresent() && before.get().floor() != after.get().floor();
        for (int child : paths.children(node)) {
            if (hides || touched.contains(child)) {
                String name = paths.name(child);
                Optional<MergedView.Place> was = before.flatMap(place -> below.child(place, name));
                Optional<MergedView.Place> is = now.child(after.get(), name);
                if (was.isPresent() || is.isPresent()) {
                    descend(layer, was, is, touched, below, now, events);
                }
            }
        }
    }
}
