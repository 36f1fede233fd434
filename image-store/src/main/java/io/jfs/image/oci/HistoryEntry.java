package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of an image's making (OCI image-spec, config.md, {@code history}).
 *
 * @param created when
 * @param createdBy the command; empty if unknown
 * @param author who; empty if unknown
 * @param comment free text; empty if none
 * @param emptyLayer whether the step added no layer
 */
public record HistoryEntry(
        Optional<Instant> created, String createdBy, String author, String comment, boolean emptyLayer) {

    static HistoryEntry parse(JsonNode node) {
        return new HistoryEntry(
                ImageConfig.instant(node.path("created")),
                node.path("created_by").asText(""),
                node.path("author").asText(""),
                node.path("comment").asText(""),
                node.path("empty_layer").asBoolean(false));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        created.ifPresent(time -> json.put("created", time.toString()));
        putIfAny(json, "created_by", createdBy);
        putIfAny(json, "author", author);
        putIfAny(json, "comment", comment);
        if (emptyLayer) {
            json.put("empty_layer", true);
        }
        return json;
    }

    private static void putIfAny(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}
