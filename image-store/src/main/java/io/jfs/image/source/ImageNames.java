package io.jfs.image.source;

import io.jfs.core.Digest;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a source's images are called.
 *
 * <p>containerd's annotation holds a full reference. OCI's {@code ref.name} holds one too where jfs, podman or skopeo
 * wrote it; by its specification it is only a tag, such as {@code v1.0}, and then the name is that of the directory or
 * archive. A Docker archive beside an OCI layout gives the names that the layout lacks.
 */
final class ImageNames {
    private final Optional<String> base;
    private final Map<Digest, List<Reference>> byConfig = new HashMap<>();

    /** @param fileName the last component of the source's path; empty for a stream */
    ImageNames(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(tar|tgz|oci)(\\.(gz|zst|zstd))?$", "");
        this.base = parse(name + ":x").isPresent() ? Optional.of(name) : Optional.empty();
    }

    /** Notes what {@code manifest.json} calls the image with this configuration. */
    void add(Digest config, List<Reference> references) {
        byConfig.computeIfAbsent(config, _ -> new ArrayList<>()).addAll(references);
    }

    List<Reference> byConfig(Digest config) {
        return byConfig.getOrDefault(config, List.of());
    }

    /** The names that the annotations of an entry of {@code index.json} give. */
    List<Reference> of(Descriptor descriptor) {
        Optional<Reference> full =
                descriptor.annotation(Descriptor.CONTAINERD_NAME).flatMap(ImageNames::parse);
        if (full.isPresent()) {
            return List.of(full.get());
        }
        Optional<String> name = descriptor.annotation(Descriptor.REF_NAME);
        if (name.isEmpty()) {
            return List.of();
        }
        boolean tagOnly = name.get().indexOf('/') < 0 && name.get().indexOf(':') < 0;
        Optional<Reference> reference =
                tagOnly && base.isPresent() ? parse(base.get() + ":" + name.get()) : parse(name.get());
        return reference.stream().toList();
    }

    /** Whether an entry is what a person calls by this name. */
    static boolean matches(Descriptor descriptor, String wanted) {
        if (descriptor.annotation(Descriptor.REF_NAME).equals(Optional.of(wanted))) {
            return true;
        }
        Optional<Reference> reference = parse(wanted);
        return reference.isPresent()
                && (descriptor
                                .annotation(Descriptor.CONTAINERD_NAME)
                                .flatMap(ImageNames::parse)
                                .equals(reference)
                        || descriptor
                                .annotation(Descriptor.REF_NAME)
                                .flatMap(ImageNames::parse)
                                .equals(reference));
    }

    /** A name that no reference can hold is none: the image is loaded without it. */
    static Optional<Reference> parse(String text) {
        try {
            return Optional.of(Reference.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
