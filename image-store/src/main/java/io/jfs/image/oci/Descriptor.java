package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import java.util.Optional;

/**
 * Points to content by digest (OCI image-spec, descriptor.md).
 *
 * @param mediaType of the content
 * @param digest of the content
 * @param size of the content in bytes, not negative
 * @param json the whole object with fields unknown to jfs; never changed in place
 */
public record Descriptor(String mediaType, Digest digest, long size, ObjectNode json) {
    /** The annotation that holds a reference within a layout. */
    public static final String REF_NAME = "org.opencontainers.image.ref.name";

    /** The annotation in which containerd and Docker keep the full reference. */
    public static final String CONTAINERD_NAME = "io.containerd.image.name";

    /** The annotation in which jfs keeps how many bytes the layers of an image take unpacked. */
    public static final String UNPACKED_SIZE = "io.jfs.image.unpacked-size";

    /** A descriptor without annotations. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        ObjectNode json = Json.object()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
        return new Descriptor(mediaType, digest, size, json);
    }

    /**
     * Reads a descriptor.
     *
     * @param what names it in errors
     */
    public static Descriptor parse(JsonNode node, String what) throws InvalidImageException {
        if (!(node instanceof ObjectNode json)) {
            throw new InvalidImageException(what + " is not a descriptor");
        }
        JsonNode size = json.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new InvalidImageException(what + ": malformed size " + abbreviated(size));
        }
        try {
            Digest digest = Digest.parse(json.path("digest").asText(""));
            return new Descriptor(json.path("mediaType").asText(""), digest, size.longValue(), json);
        } catch (IllegalArgumentException e) {
            throw new InvalidImageException(what + ": " + e.getMessage(), e);
        }
    }

    private static String abbreviated(JsonNode node) {
        String text = node.asText("");
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /** The value of an annotation. */
    public Optional<String> annotation(String key) {
        return Optional.ofNullable(json.path("annotations").path(key).textValue());
    }

    /** The platform, if the descriptor states one. */
    public Optional<Platform> platform() {
        return json.path("platform").isObject()
                ? Optional.of(Platform.ofJson(json.path("platform")))
                : Optional.empty();
    }

    /** A copy with an annotation set. */
    public Descriptor withAnnotation(String key, String value) {
        ObjectNode copy = json.deepCopy();
        ObjectNode annotations =
                copy.path("annotations") instanceof ObjectNode present ? present : copy.putObject("annotations");
        annotations.put(key, value);
        return new Descriptor(mediaType, digest, size, copy);
    }

    /** A copy without an annotation. */
    public Descriptor withoutAnnotation(String key) {
        ObjectNode copy = json.deepCopy();
        if (copy.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(key);
            if (annotations.isEmpty()) {
                copy.remove("annotations");
            }
        }
        return new Descriptor(mediaType, digest, size, copy);
    }

    /** A copy that states the platform. */
    public Descriptor withPlatform(Platform platform) {
        ObjectNode copy = json.deepCopy();
        copy.set("platform", platform.toJson());
        return new Descriptor(mediaType, digest, size, copy);
    }
}
