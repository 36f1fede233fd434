package io.jfs.image.source;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageConfig;
import io.jfs.image.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * One image of a source, its documents verified, its layers not yet read.
 *
 * @param names what the source calls it
 * @param manifest the manifest, if the source has one; a Docker archive has not
 * @param config the configuration with its bytes
 * @param layers bottom first, as many as the configuration has diffIDs
 */
public record SourceImage(
        List<Reference> names, Optional<ManifestDocument> manifest, ConfigDocument config, List<SourceLayer> layers) {
    public SourceImage {
        names = List.copyOf(names);
        layers = List.copyOf(layers);
    }

    /**
     * A manifest as it is.
     *
     * @param descriptor points to it, with the annotations that the source has
     * @param bytes to be stored unchanged
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record ManifestDocument(Descriptor descriptor, byte[] bytes) {}

    /**
     * A configuration as it is.
     *
     * @param mediaType what the source calls it
     * @param digest of the bytes
     * @param bytes to be stored unchanged
     * @param config the same, read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record ConfigDocument(String mediaType, Digest digest, byte[] bytes, ImageConfig config) {}
}
