package io.jfs.image;

import io.jfs.core.layer.LayerLimits;
import io.jfs.core.store.SnapshotStore;
import io.jfs.core.store.SyncPolicy;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.util.Optional;

/**
 * How to load.
 *
 * @param platform which image to take where the source has several; if empty the host's, or else the only one
 * @param name the name to give instead of the source's own; then the source must hold exactly one image
 * @param unpackInto where to unpack the layers; empty to keep the archives only
 * @param sync whether the image survives a power loss right after the load
 * @param limits what a layer may demand
 */
public record LoadOptions(
        Optional<Platform> platform,
        Optional<Reference> name,
        Optional<SnapshotStore> unpackInto,
        SyncPolicy sync,
        LayerLimits limits) {

    /** The host's platform, the source's names, no unpacking, synced. */
    public static LoadOptions defaults() {
        return new LoadOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), SyncPolicy.FILESYSTEM, LayerLimits.DEFAULT);
    }

    /** The same for another platform. */
    public LoadOptions withPlatform(Platform other) {
        return new LoadOptions(Optional.of(other), name, unpackInto, sync, limits);
    }

    /** The same under another name. */
    public LoadOptions withName(Reference reference) {
        return new LoadOptions(platform, Optional.of(reference), unpackInto, sync, limits);
    }

    /** The same, unpacked into a store. */
    public LoadOptions withUnpackInto(SnapshotStore store) {
        return new LoadOptions(platform, name, Optional.of(store), sync, limits);
    }

    /** The same with another sync policy. */
    public LoadOptions withSync(SyncPolicy policy) {
        return new LoadOptions(platform, name, unpackInto, policy, limits);
    }

    /** The same with other limits. */
    public LoadOptions withLimits(LayerLimits other) {
        return new LoadOptions(platform, name, unpackInto, sync, other);
    }
}
