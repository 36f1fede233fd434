package io.jfs.image.target;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image as it is written.
 *
 * @param names under which it is written; none for a dangling image
 * @param descriptor points to the manifest
 * @param manifest what belongs to it
 * @param platform what it is for
 */
public record SavedImage(List<Reference> names, Descriptor descriptor, Manifest manifest, Platform platform) {

    /** Opens a blob. */
    @FunctionalInterface
    public interface Blobs {
        InputStream open(Descriptor blob) throws IOException;
    }

    /** The entries of {@code index.json} for the image, one for each name; fields unknown to jfs go along. */
    List<Descriptor> entries() {
        Descriptor bare = descriptor
                .withoutAnnotation(Descriptor.UNPACKED_SIZE)
                .withoutAnnotation(Descriptor.CONTAINERD_NAME)
                .withoutAnnotation(Descriptor.REF_NAME);
        if (bare.platform().isEmpty()) {
            bare = bare.withPlatform(platform);
        }
        if (names.isEmpty()) {
            return List.of(bare);
        }
        List<Descriptor> entries = new ArrayList<>();
        for (Reference name : names) {
            entries.add(bare.withAnnotation(Descriptor.CONTAINERD_NAME, name.toString())
                    .withAnnotation(Descriptor.REF_NAME, name.toString()));
        }
        return entries;
    }

    /** All blobs of the images, each once, the small ones before the layers. */
    static Map<Digest, Descriptor> blobs(List<SavedImage> images) {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        images.forEach(image -> blobs.putIfAbsent(image.descriptor().digest(), image.descriptor()));
        images.forEach(image -> blobs.putIfAbsent(
                image.manifest().config().digest(), image.manifest().config()));
        images.forEach(image -> image.manifest().layers().forEach(layer -> blobs.putIfAbsent(layer.digest(), layer)));
        return blobs;
    }
}
