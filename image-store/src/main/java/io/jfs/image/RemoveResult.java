package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.core.SnapshotKey;
import io.jfs.image.oci.Reference;
import java.util.List;

/**
 * What removing an image did, for the lines {@code Untagged:} and {@code Deleted:}.
 *
 * @param untagged names that are gone
 * @param deletedImages IDs of images that are gone
 * @param deletedBlobs blobs that are gone
 * @param freedBytes size of those blobs and of the unpacked layers that are gone, as recorded when they were unpacked
 * @param deletedSnapshots unpacked layers that are gone
 * @param keptSnapshots unpacked layers that no image needs but which are in use, by a container for example
 */
public record RemoveResult(
        List<Reference> untagged,
        List<Digest> deletedImages,
        List<Digest> deletedBlobs,
        long freedBytes,
        List<SnapshotKey> deletedSnapshots,
        List<SnapshotKey> keptSnapshots) {
    public RemoveResult {
        untagged = List.copyOf(untagged);
        deletedImages = List.copyOf(deletedImages);
        deletedBlobs = List.copyOf(deletedBlobs);
        deletedSnapshots = List.copyOf(deletedSnapshots);
        keptSnapshots = List.copyOf(keptSnapshots);
    }
}
