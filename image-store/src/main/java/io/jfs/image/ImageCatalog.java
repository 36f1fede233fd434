package io.jfs.image;

import io.jfs.core.Digest;
import io.jfs.image.layout.Layout;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageConfig;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds images in a layout. Takes no lock: what it reads is consistent in itself. */
final class ImageCatalog {
    private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");
    private static final int MAX_INDEX_DEPTH = 8;

    private final Layout layout;

    ImageCatalog(Layout layout) {
        this.layout = layout;
    }

    List<Image> images() throws IOException {
        List<Image> images = new ArrayList<>();
        for (Map.Entry<Digest, List<Descriptor>> group :
                ImageIndexes.byManifest(layout.index()).entrySet()) {
            try {
                images.add(read(group.getValue()));
            } catch (InvalidImageException | NoSuchFileException e) {
                // Found here, since finding a logger looks into every jar.
                System.getLogger(ImageCatalog.class.getName())
                        .log(Logger.Level.WARNING, "image " + group.getKey() + " cannot be read: " + e.getMessage());
            }
        }
        images.sort(Comparator.comparing((Image image) -> image.created().orElse(Instant.EPOCH))
                .reversed()
                .thenComparing(Image::displayName));
        return images;
    }

    Optional<Image> find(Reference reference) throws IOException {
        ImageIndex index = layout.index();
        for (Descriptor entry : index.manifests()) {
            boolean matches = reference.digest().isPresent()
                    ? isPinned(entry, reference)
                    : ImageIndexes.name(entry).equals(Optional.of(reference));
            if (matches) {
                return Optional.of(read(ImageIndexes.byManifest(index).getOrDefault(entry.digest(), List.of(entry))));
            }
        }
        return Optional.empty();
    }

    /** Whether an entry is the manifest that {@code repository@digest} pins. */
    private static boolean isPinned(Descriptor entry, Reference reference) {
        return reference.digest().equals(Optional.of(entry.digest()))
                && ImageIndexes.name(entry)
                        .map(Reference::repository)
                        .filter(reference.repository()::equals)
                        .isPresent();
    }

    Image resolve(String text) throws IOException {
        Optional<Image> named = byName(text);
        if (named.isPresent()) {
            return named.get();
        }
        if (!ID_PREFIX.matcher(text).matches()) {
            throw new ImageNotFoundException(text);
        }
        String prefix = text.substring(text.indexOf(':') + 1);
        Set<Image> candidates = new LinkedHashSet<>();
        for (Image image : images()) {
            if (image.id().hex().startsWith(prefix)) {
                candidates.add(image);
            }
        }
        // The same configuration under two manifests, compressed differently, is one image to a person.
        if (candidates.stream().map(Image::id).distinct().count() > 1) {
            throw new AmbiguousImageException(
                    text,
                    candidates.stream()
                            .map(image -> image.id().shortHex()
                                    + (image.references().isEmpty() ? "" : " (" + image.displayName() + ")"))
                            .toList());
        }
        return candidates.stream().findFirst().orElseThrow(() -> new ImageNotFoundException(text));
    }

    private Optional<Image> byName(String text) throws IOException {
        Reference reference;
        try {
            reference = Reference.parse(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        Optional<Image> image = find(reference);
        boolean bare = text.indexOf('/') < 0;
        return image.isPresent() || !bare ? image : find(Reference.parse("localhost/" + text));
    }

    /** Reads the image of entries that all point to the same manifest. */
    Image read(List<Descriptor> entries) throws IOException {
        Descriptor manifestDescriptor = manifestBelow(entries.getFirst(), 0);
        Manifest manifest =
                Manifest.parse(layout.readDocument(manifestDescriptor), "manifest " + manifestDescriptor.digest());
        ImageConfig config = ImageConfig.parse(
                layout.readDocument(manifest.config()),
                "config " + manifest.config().digest());
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new InvalidImageException("manifest " + manifestDescriptor.digest() + " has "
                    + manifest.layers().size() + " layers, but its config names "
                    + config.diffIds().size());
        }
        List<Reference> names = entries.stream()
                .flatMap(entry -> ImageIndexes.name(entry).stream())
                .distinct()
                .toList();
        return new Image(names, manifestDescriptor, manifest, config, ImageIndexes.unpackedSize(entries));
    }

    /** Another tool may have put an image for several platforms into the layout: the host's is meant then. */
    private Descriptor manifestBelow(Descriptor entry, int depth) throws IOException {
        if (!MediaTypes.isIndex(entry.mediaType())) {
            return entry;
        }
        if (depth >= MAX_INDEX_DEPTH) {
            throw new InvalidImageException("index " + entry.digest() + ": indexes are nested too deeply");
        }
        for (Descriptor child : ImageIndex.parse(layout.readDocument(entry), "index " + entry.digest())
                .manifests()) {
            if (child.platform().map(Platform.host()::accepts).orElse(true)) {
                return manifestBelow(child, depth + 1);
            }
        }
        throw new InvalidImageException("index " + entry.digest() + " has nothing for " + Platform.host());
    }
}
