package io.jfs.image;

import io.jfs.core.ChainId;
import io.jfs.core.Digest;
import io.jfs.core.LayerId;
import io.jfs.core.SnapshotKey;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageConfig;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image of the store, as it was when it was read. Immutable.
 *
 * @param references its names, sorted; none for a dangling image
 * @param descriptor points to the manifest
 * @param manifest as many layers as the configuration has diffIDs
 * @param config the configuration
 * @param unpackedSize bytes that the layers take unpacked, shared ones fully, as reckoned when they were unpacked or
 *     made; empty if they never were
 */
public record Image(
        List<Reference> references,
        Descriptor descriptor,
        Manifest manifest,
        ImageConfig config,
        OptionalLong unpackedSize) {
    public Image {
        references = references.stream().sorted().toList();
    }

    /** The image's ID: the digest of its configuration. */
    public Digest id() {
        return manifest.config().digest();
    }

    /** The digest of its manifest, as {@code name@digest} pins it. */
    public Digest digest() {
        return descriptor.digest();
    }

    /** The compressed layers, bottom first. */
    public List<Descriptor> layers() {
        return manifest.layers();
    }

    /** The uncompressed layers, bottom first. */
    public List<LayerId> diffIds() {
        return config.diffIds();
    }

    /** The chain of each prefix of the layers, bottom first. */
    public List<ChainId> chain() {
        return ChainId.chainOf(diffIds());
    }

    /** The committed snapshot that holds the whole image once it is unpacked. */
    public SnapshotKey topSnapshot() {
        return SnapshotKey.of(chain().getLast());
    }

    /** What it runs on. */
    public Platform platform() {
        return config.platform();
    }

    /** When it was made. */
    public Optional<Instant> created() {
        return config.created();
    }

    /** Bytes of manifest, configuration and layers as they are stored, compressed; shared layers count fully. */
    public long contentSize() {
        return descriptor.size()
                + manifest.config().size()
                + manifest.layers().stream().mapToLong(Descriptor::size).sum();
    }

    /**
     * The size that a person means, as docker and podman show it: of the files, whatever they take compressed. Of an
     * image that was never unpacked it is what is known, {@link #contentSize()}.
     */
    public long size() {
        return unpackedSize.orElseGet(this::contentSize);
    }

    /** The same image as far as only these names are concerned. */
    public Image withReferences(List<Reference> names) {
        return new Image(names, descriptor, manifest, config, unpackedSize);
    }

    /** For messages: the first name in its familiar form, or the short ID. */
    public String displayName() {
        return references.isEmpty() ? id().shortHex() : references.getFirst().familiar();
    }
}
