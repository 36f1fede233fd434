package io.jfs.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names a stack of layers applied in order (OCI image-spec, config.md, "Layer ChainID").
 *
 * @param digest the digest that stands for the whole stack
 */
public record ChainId(Digest digest) {

    /** The chain of one layer: {@code ChainID(L0) = DiffID(L0)}. */
    public static ChainId of(LayerId bottom) {
        return new ChainId(bottom.digest());
    }

    /** The chain with one more layer on top: {@code sha256(ChainID + " " + DiffID)}. */
    public ChainId with(LayerId next) {
        return new ChainId(Digest.sha256((digest + " " + next.digest()).getBytes(StandardCharsets.UTF_8)));
    }

    /** The chain of each prefix of the layers, bottom first; as long as the argument. */
    public static List<ChainId> chainOf(List<LayerId> layers) {
        List<ChainId> chain = new ArrayList<>(layers.size());
        for (LayerId layer : layers) {
            chain.add(chain.isEmpty() ? of(layer) : chain.getLast().with(layer));
        }
        return List.copyOf(chain);
    }

    @Override
    public String toString() {
        return digest.toString();
    }
}
