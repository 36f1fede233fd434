package io.jfs.image.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jfs.core.Digest;
import io.jfs.image.layout.Verification;
import io.jfs.image.oci.ImageConfig;
import io.jfs.image.oci.InvalidImageException;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.MediaTypes;
import io.jfs.image.oci.Platform;
import io.jfs.image.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code docker save} archive by its {@code manifest.json}: a list of configurations and layers by name. The
 * archive promises no digest of a layer, except that a name that looks like one is held to it; the diffIDs tell whether
 * the layers are right.
 */
final class DockerReader {
    private final Contents contents;
    private final Documents documents;
    private final String source;

    DockerReader(Contents contents, Documents documents, String source) {
        this.contents = contents;
        this.documents = documents;
        this.source = source;
    }

    /** @param wanted the reference to take; all images if empty */
    List<SourceImage> read(byte[] text, Optional<String> wanted, Optional<Platform> platform) throws IOException {
        List<SourceImage> images = new ArrayList<>();
        for (JsonNode entry : Json.parseArray(text, source + ": manifest.json")) {
            List<Reference> names = names(entry);
            boolean fits = wanted.isEmpty()
                    || ImageNames.parse(wanted.get()).filter(names::contains).isPresent();
            if (fits) {
                images.add(image(entry, names, platform));
            }
        }
        if (images.isEmpty()) {
            throw new InvalidImageException(
                    source + wanted.map(name -> " has no image named " + name).orElse(" has no images"));
        }
        return images;
    }

    /** Gives names to the images of a layout in the same archive; what is malformed gives none. */
    static void collectNames(byte[] text, ImageNames names, String source) throws InvalidImageException {
        ArrayNode entries = Json.parseArray(text, source + ": manifest.json");
        for (JsonNode entry : entries) {
            digestIn(entry.path("Config").asText("")).ifPresent(config -> names.add(config, names(entry)));
        }
    }

    private static List<Reference> names(JsonNode entry) {
        List<Reference> names = new ArrayList<>();
        entry.path("RepoTags").forEach(tag -> ImageNames.parse(tag.asText("")).ifPresent(names::add));
        return names;
    }

    private SourceImage image(JsonNode entry, List<Reference> names, Optional<Platform> platform) throws IOException {
        String configName = entry.path("Config").asText("");
        byte[] configText = documents
                .byName(configName)
                .orElseThrow(() -> new InvalidImageException(source + ": config " + configName + " is missing"));
        Optional<Digest> promised = digestIn(configName);
        if (promised.isPresent()) {
            Verification.verify(source + ": config " + configName, promised.get(), configText);
        }
        ImageConfig config = ImageConfig.parse(configText, source + ": config " + configName);
        if (platform.isPresent() && !platform.get().accepts(config.platform())) {
            throw new InvalidImageException(
                    source + ": config " + configName + " is for " + config.platform() + ", not for " + platform.get());
        }
        List<SourceLayer> layers = new ArrayList<>();
        for (JsonNode layer : entry.path("Layers")) {
            layers.add(layer(layer.asText("")));
        }
        if (layers.size() != config.diffIds().size()) {
            throw new InvalidImageException(source + ": config " + configName + " names "
                    + config.diffIds().size() + " layers, but manifest.json " + layers.size());
        }
        return new SourceImage(
                names,
                Optional.empty(),
                new SourceImage.ConfigDocument(MediaTypes.OCI_CONFIG, Digest.sha256(configText), configText, config),
                layers);
    }

    private SourceLayer layer(String name) throws IOException {
        Content content = contents.find(name)
                .orElseThrow(() -> new InvalidImageException(source + ": layer " + name + " is missing"));
        // Only a path below blobs/ promises the digest of what is there; <hex>.tar may be named by the diffID.
        Optional<Digest> digest = name.startsWith("blobs/sha256/") ? digestIn(name) : Optional.empty();
        return new SourceLayer(Optional.empty(), digest, content.size(), Optional.of(Documents.layerContent(content)));
    }

    /** The digest that a name such as {@code <hex>.json} or {@code blobs/sha256/<hex>} states. */
    private static Optional<Digest> digestIn(String name) {
        String hex = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.json$", "");
        return hex.matches("[0-9a-f]{64}") ? Optional.of(new Digest("sha256", hex)) : Optional.empty();
    }
}
