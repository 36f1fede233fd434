package io.jfs.image;

import io.jfs.core.LayerId;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.HistoryEntry;
import java.util.Optional;

/**
 * One line of {@code jfs history}.
 *
 * @param entry the step
 * @param layerNumber the number of the layer that it made, bottom first, from 0; empty if it made none
 * @param layer the uncompressed layer
 * @param blob the compressed layer
 */
public record HistoryRow(
        HistoryEntry entry, Optional<Integer> layerNumber, Optional<LayerId> layer, Optional<Descriptor> blob) {

    /** Bytes of the layer as stored, compressed; 0 for a step without layer. */
    public long contentSize() {
        return blob.map(Descriptor::size).orElse(0L);
    }
}
