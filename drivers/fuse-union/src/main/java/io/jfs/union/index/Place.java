package io.jfs.union.index;

import java.util.Optional;

/**
 * A directory of a layer that merges with others.
 *
 * @param layer which layer, 1 is the nearest
 * @param path where it is in the layer, {@code /a/b}; empty if in its parent's directory of this layer, under the same
 *     name
 */
public record Place(int layer, Optional<String> path) {
    /** One that is in its parent's directory of the layer. */
    public static Place below(int layer) {
        return new Place(layer, Optional.empty());
    }
}
