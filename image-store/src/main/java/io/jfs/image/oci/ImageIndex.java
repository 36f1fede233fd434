package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of manifests: an {@code index.json}, or an image for several platforms (OCI image-spec, image-index.md).
 *
 * @param manifests in the order of the document
 * @param json the whole document with fields unknown to jfs; never changed in place
 */
public record ImageIndex(List<Descriptor> manifests, ObjectNode json) {
    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    /** An index that lists nothing. */
    public static ImageIndex empty() {
        ObjectNode json = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        json.putArray("manifests");
        return new ImageIndex(List.of(), json);
    }

    /**
     * Reads an index.
     *
     * @param what names it in errors
     */
    public static ImageIndex parse(byte[] text, String what) throws InvalidImageException {
        ObjectNode json = Json.parseObject(text, what);
        JsonNode list = json.path("manifests");
        if (!list.isArray()) {
            throw new InvalidImageException(what + " has no list of manifests");
        }
        List<Descriptor> manifests = new ArrayList<>(list.size());
        for (JsonNode node : list) {
            manifests.add(Descriptor.parse(node, what + ": manifest " + manifests.size()));
        }
        return new ImageIndex(manifests, json);
    }

    /** A copy that lists other manifests and keeps every other field. */
    public ImageIndex withManifests(List<Descriptor> newManifests) {
        ObjectNode copy = json.deepCopy();
        ArrayNode list = copy.putArray("manifests");
        newManifests.forEach(manifest -> list.add(manifest.json()));
        return new ImageIndex(newManifests, copy);
    }
}
