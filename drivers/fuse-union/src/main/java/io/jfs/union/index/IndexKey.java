package io.jfs.union.index;

import java.util.List;

/**
 * What an index is of.
 *
 * @param readsTrusted whether overlay's marks are {@code trusted.overlay.*}, else {@code user.overlay.*}
 * @param readsAufs whether {@code .wh.} files mean something
 * @param sawAll whether {@code trusted.*} attributes could be seen
 * @param owners which ids owners on disk appear as: the same number for the same user namespace mappings
 * @param layers the roots, nearest first
 */
public record IndexKey(
        boolean readsTrusted, boolean readsAufs, boolean sawAll, long owners, List<RootIdentity> layers) {
    public IndexKey {
        layers = List.copyOf(layers);
    }

    /**
     * Why an index of something else is of no use for this; empty if it is of use. Who sees less may use what one saw
     * who sees all, but not the other way round: there would be files that seem to have no attributes.
     */
    String objection(IndexKey found) {
        if (found.readsTrusted != readsTrusted || found.readsAufs != readsAufs) {
            return "was made with other marks";
        }
        if (sawAll && !found.sawAll) {
            return "was made by one who could not see all attributes";
        }
        if (found.owners != owners) {
            return "was made in another kind of user namespace";
        }
        if (found.layers.size() != layers.size()) {
            return "is of " + found.layers.size() + " layers, not " + layers.size();
        }
        for (int i = 0; i < layers.size(); i++) {
            if (!found.layers.get(i).equals(layers.get(i))) {
                return "is of another state of layer " + (i + 1);
            }
        }
        return "";
    }
}
