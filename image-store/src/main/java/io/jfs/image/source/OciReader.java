package io.jfs.image.source;

import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.ImageConfig;
import io.jfs.image.oci.ImageIndex;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Manifest;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the images of an OCI image layout, in a directory or an archive (OCI image-spec, image-layout.md). */
final class OciReader {
    private final Documents documents;
    private final Optional<Platform> platform;
    private final ImageNames names;
    private final String source;

    OciReader(Documents documents, Optional<Platform> platform, ImageNames names, String source) {
        this.documents = documents;
        this.platform = platform;
        this.names = names;
        this.source = source;
    }

    /** @param wanted the reference name to take; all images if empty */
    List<SourceImage> read(byte[] indexText, Optional<String> wanted) throws IOException {
        ImageIndex index = ImageIndex.parse(indexText, source + ": index.json");
        List<SourceImage> images = new ArrayList<>();
        for (Map.Entry<String, List<Descriptor>> group : groups(index, wanted).entrySet()) {
            if (group.getKey().isEmpty()) {
                images.addAll(readUnnamed(group.getValue()));
            } else {
                PlatformChoice choice = new PlatformChoice(documents, platform);
                Descriptor chosen = choice.choose(group.getValue(), group.getKey());
                images.add(read(chosen, names.of(group.getValue().getFirst())));
            }
        }
        if (images.isEmpty()) {
            throw new InvalidImageException(
                    source + wanted.map(name -> " has no image named " + name).orElse(" has no images"));
        }
        return images;
    }

    /** Entries of the same name are one image for several platforms. */
    private static Map<String, List<Descriptor>> groups(ImageIndex index, Optional<String> wanted) {
        Map<String, List<Descriptor>> groups = new LinkedHashMap<>();
        for (Descriptor descriptor : index.manifests()) {
            if (wanted.isEmpty() || ImageNames.matches(descriptor, wanted.get())) {
                String name = descriptor
                        .annotation(Descriptor.CONTAINERD_NAME)
                        .or(() -> descriptor.annotation(Descriptor.REF_NAME))
                        .orElse("");
                groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(descriptor);
            }
        }
        return groups;
    }

    /** Without names nothing tells one image for several platforms from several images: all that fit are taken. */
    private List<SourceImage> readUnnamed(List<Descriptor> descriptors) throws IOException {
        if (descriptors.size() == 1
                || descriptors.stream().anyMatch(d -> d.platform().isPresent())) {
            List<Descriptor> fitting = descriptors.stream()
                    .filter(d -> d.platform()
                            .map(p -> platform.orElse(Platform.host()).accepts(p))
                            .orElse(true))
                    .toList();
            if (fitting.size() <= 1) {
                Descriptor chosen = new PlatformChoice(documents, platform).choose(descriptors, source);
                return List.of(read(chosen, names.of(descriptors.getFirst())));
            }
            return readEach(fitting);
        }
        return readEach(descriptors);
    }

    private List<SourceImage> readEach(List<Descriptor> descriptors) throws IOException {
        List<SourceImage> images = new ArrayList<>();
        for (Descriptor descriptor : descriptors) {
            images.add(read(new PlatformChoice(documents, platform).choose(descriptor), List.of()));
        }
        return images;
    }

    /** Reads the image of one manifest. */
    SourceImage read(Descriptor descriptor, List<Reference> imageNames) throws IOException {
        String what = "manifest " + descriptor.digest();
        byte[] manifestText = documents.byDescriptor(descriptor, "manifest");
        Manifest manifest = Manifest.parse(manifestText, what);
        byte[] configText = documents.byDescriptor(manifest.config(), "config");
        ImageConfig config =
                ImageConfig.parse(configText, "config " + manifest.config().digest());
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new InvalidImageException(what + " has " + manifest.layers().size() + " layers, but its config names "
                    + config.diffIds().size());
        }
        requirePlatform(config, what);
        List<SourceLayer> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            layers.add(documents.layer(layer));
        }
        return new SourceImage(
                imageNames.isEmpty() ? names.byConfig(manifest.config().digest()) : imageNames,
                Optional.of(new SourceImage.ManifestDocument(descriptor, manifestText)),
                new SourceImage.ConfigDocument(
                        manifest.config().mediaType(), manifest.config().digest(), configText, config),
                layers);
    }

    private void requirePlatform(ImageConfig config, String what) throws InvalidImageException {
        if (platform.isPresent() && !platform.get().accepts(config.platform())) {
            throw new InvalidImageException(what + " is for " + config.platform() + ", not for " + platform.get());
        }
    }
}
