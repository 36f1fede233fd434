package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest of one image for one platform (OCI image-spec, manifest.md, or Docker's schema 2, which has the same
 * shape).
 *
 * @param config the image's configuration
 * @param layers the layers, bottom first
 * @param json the whole document with fields unknown to jfs; never changed in place
 */
public record Manifest(Descriptor config, List<Descriptor> layers, ObjectNode json) {
    private static final int MAX_LAYERS = 4096;

    public Manifest {
        layers = List.copyOf(layers);
    }

    /** A new OCI manifest. */
    public static Manifest of(Descriptor config, List<Descriptor> layers) {
        ObjectNode json = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        json.set("config", config.json());
        ArrayNode list = json.putArray("layers");
        layers.forEach(layer -> list.add(layer.json()));
        return new Manifest(config, layers, json);
    }

    /**
     * Reads a manifest and checks that it is one of an image: the configuration and every layer have a media type that
     * jfs knows.
     *
     * @param what names it in errors
     */
    public static Manifest parse(byte[] text, String what) throws InvalidImageException {
        ObjectNode json = Json.parseObject(text, what);
        if (json.path("schemaVersion").asInt(2) == 1 || json.has("fsLayers")) {
            throw new InvalidImageException(what + " is a Docker schema 1 manifest, which is not supported");
        }
        Descriptor config = Descriptor.parse(json.path("config"), what + ": config");
        if (!MediaTypes.isConfig(config.mediaType())) {
            throw new InvalidImageException(what + " is not a container image: its config has the media type " + '"'
                    + config.mediaType() + '"');
        }
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode node : json.path("layers")) {
            String where = what + ": layer " + layers.size();
            Descriptor layer = Descriptor.parse(node, where);
            if (!MediaTypes.isLayer(layer.mediaType())) {
                throw new InvalidImageException(where + ": unknown media type \"" + layer.mediaType() + '"');
            }
            layers.add(layer);
        }
        if (layers.isEmpty()) {
            throw new InvalidImageException(what + " has no layers");
        }
        if (layers.size() > MAX_LAYERS) {
            throw new InvalidImageException(what + " has more than " + MAX_LAYERS + " layers");
        }
        return new Manifest(config, layers, json);
    }
}
