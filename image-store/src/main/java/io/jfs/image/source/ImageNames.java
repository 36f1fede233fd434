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
import java.util.regex.Pattern;

/**
 * What a source's images are called.
 *
 * <p>containerd's annotation holds a full reference. OCI's {@code ref.name} often holds one too; if it is one word it
 * means what podman takes it for, {@code localhost/WORD:latest}. But a word that can only be a tag, {@code latest} or
 * one that begins like a version ({@code 3.19}, {@code v1.0}), is the tag of what the directory or archive is called:
 * {@code localhost/FILE:TAG}. A Docker archive beside an OCI layout gives the names that the layout lacks.
 */
final class ImageNames {
    private static final String LOCAL = "localhost/";
    private static final Pattern TAG = Pattern.compile("latest|v?[0-9].*");

    private final Optional<String> base;
    private final Map<Digest, List<Reference>> byConfig = new HashMap<>();

    /** @param fileName the last component of the source's path; empty for a stream */
    ImageNames(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT)
                .replaceFirst("(\\.oci|\\.docker)?\\.(tar|tgz|oci)(\\.(gz|zst|zstd))?$", "");
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
        boolean word = name.get().indexOf('/') < 0 && name.get().indexOf(':') < 0;
        return (word ? local(name.get()) : parse(name.get())).stream().toList();
    }

    private Optional<Reference> local(String word) {
        Optional<Reference> asTag = base.flatMap(name -> parse(LOCAL + name + ":" + word));
        Optional<Reference> asName = parse(LOCAL + word + ":latest");
        return TAG.matcher(word).matches() ? asTag.or(() -> asName) : asName.or(() -> asTag);
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
