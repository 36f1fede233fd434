package io.jfs.snapshotter;

import io.jfs.core.store.Filter;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The label that tells which snapshots containerd may see, and the labels of containerd that mean something here. */
final class OwnLabels {
    /** Names the chain of layers that a prepared snapshot is going to hold. */
    static final String TARGET = "containerd.io/snapshot.ref";

    private static final String OWNER = "io.jfs/containerd";
    private static final String MADE = "made";
    private static final String LENT = "lent";

    private OwnLabels() {}

    /** The labels of a snapshot that containerd makes. */
    static Map<String, String> made(Map<String, String> given) {
        return with(given, MADE);
    }

    /** The labels of a layer that is lent to containerd. */
    static Map<String, String> lent(Map<String, String> given) {
        return with(given, LENT);
    }

    private static Map<String, String> with(Map<String, String> given, String owner) {
        Map<String, String> labels = new HashMap<>(given);
        labels.put(OWNER, owner);
        return labels;
    }

    /** What an update must not change. */
    static Map<String, String> ownOf(Map<String, String> labels) {
        Map<String, String> own = new HashMap<>(labels);
        own.keySet().retainAll(List.of(OWNER));
        return own;
    }

    static Map<String, String> shown(Map<String, String> labels) {
        Map<String, String> shown = new HashMap<>(labels);
        shown.remove(OWNER);
        return shown;
    }

    static boolean isServed(Map<String, String> labels) {
        return labels.containsKey(OWNER);
    }

    static boolean isLent(Map<String, String> labels) {
        return LENT.equals(labels.get(OWNER));
    }

    /** The mask that takes a lent layer's labels away. */
    static List<String> lentMask() {
        return List.of("labels." + OWNER, "labels." + TARGET);
    }

    static void requireNotNamed(List<String> fieldMask) throws IOException {
        if (fieldMask.contains("labels." + OWNER)) {
            throw RefusedException.invalid("label " + OWNER + ": cannot be changed");
        }
    }

    /** The snapshots labelled with a chain. */
    static Filter target(String chain) {
        String quoted = "\"" + chain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return Filter.parse(List.of("labels.\"" + TARGET + "\"==" + quoted));
    }
}
