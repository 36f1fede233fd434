package io.jfs.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.core.Digest;
import io.jfs.core.LayerId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image's configuration (OCI image-spec, config.md): what it runs on, how a container of it starts, which layers it
 * has and how they were made.
 *
 * @param diffIds the uncompressed layers, bottom first; at least one
 * @param json the whole document with fields unknown to jfs; never changed in place
 */
public record ImageConfig(List<LayerId> diffIds, ObjectNode json) {
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
    }

    /**
     * Reads a configuration.
     *
     * @param what names it in errors
     */
    public static ImageConfig parse(byte[] text, String what) throws InvalidImageException {
        ObjectNode json = Json.parseObject(text, what);
        List<LayerId> diffIds = new ArrayList<>();
        for (JsonNode node : json.path("rootfs").path("diff_ids")) {
            try {
                diffIds.add(new LayerId(Digest.parse(node.asText(""))));
            } catch (IllegalArgumentException e) {
                throw new InvalidImageException(what + ": diff_id " + diffIds.size() + ": " + e.getMessage(), e);
            }
        }
        if (diffIds.isEmpty()) {
            throw new InvalidImageException(what + " names no layers");
        }
        return new ImageConfig(diffIds, json);
    }

    /** What the image runs on. */
    public Platform platform() {
        return Platform.ofJson(json);
    }

    /** When the image was made. */
    public Optional<Instant> created() {
        return instant(json.path("created"));
    }

    /** Who made it; empty if unknown. */
    public String author() {
        return json.path("author").asText("");
    }

    /** How the image was made, oldest step first. Steps need not match the layers in number. */
    public List<HistoryEntry> history() {
        List<HistoryEntry> entries = new ArrayList<>();
        json.path("history").forEach(node -> entries.add(HistoryEntry.parse(node)));
        return entries;
    }

    /**
     * For each layer, bottom first, the number of the step in {@link #history()} that made it; empty if the history
     * does not account for exactly the layers.
     */
    public List<Optional<Integer>> historyOfLayers() {
        List<Optional<Integer>> steps = new ArrayList<>();
        List<HistoryEntry> history = history();
        for (int i = 0; i < history.size(); i++) {
            if (!history.get(i).emptyLayer()) {
                steps.add(Optional.of(i));
            }
        }
        return steps.size() == diffIds.size()
                ? steps
                : diffIds.stream().map(_ -> Optional.<Integer>empty()).toList();
    }

    /** The section {@code config}: defaults for a container. A missing node if there is none. */
    public JsonNode execution() {
        return json.path("config");
    }

    /** The program with its first arguments. */
    public List<String> entrypoint() {
        return texts(execution().path("Entrypoint"));
    }

    /** The default arguments, or the program if there is no entry point. */
    public List<String> command() {
        return texts(execution().path("Cmd"));
    }

    /** Environment variables, each {@code KEY=VALUE}. */
    public List<String> environment() {
        return texts(execution().path("Env"));
    }

    /** The working directory; empty means the root. */
    public String workingDirectory() {
        return execution().path("WorkingDir").asText("");
    }

    /** The user, as {@code user[:group]}, names or numbers; empty means root. */
    public String user() {
        return execution().path("User").asText("");
    }

    /** Labels in the order of the document. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label : execution().path("Labels").properties()) {
            labels.put(label.getKey(), label.getValue().asText(""));
        }
        return labels;
    }

    /**
     * A copy with one more layer and the step that made it.
     *
     * @param layer the uncompressed layer
     * @param step stands for the layer in the history
     */
    public ImageConfig withLayer(LayerId layer, HistoryEntry step) {
        ObjectNode copy = json.deepCopy();
        ((ArrayNode) copy.path("rootfs").path("diff_ids")).add(layer.toString());
        ArrayNode history = copy.path("history") instanceof ArrayNode present ? present : copy.putArray("history");
        history.add(step.toJson());
        List<LayerId> all = new ArrayList<>(diffIds);
        all.add(layer);
        return new ImageConfig(all, copy);
    }

    /** A new configuration of one layer. */
    public static ImageConfig ofLayer(LayerId layer, Platform platform, HistoryEntry step) {
        ObjectNode json = platform.toJson();
        json.putObject("config");
        ObjectNode rootfs = json.putObject("rootfs").put("type", "layers");
        rootfs.putArray("diff_ids").add(layer.toString());
        json.putArray("history").add(step.toJson());
        return new ImageConfig(List.of(layer), json);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText("")));
        return texts;
    }

    /** A time as RFC 3339 writes it; empty if absent or malformed, since old builders write strange ones. */
    static Optional<Instant> instant(JsonNode node) {
        try {
            return Optional.ofNullable(node.textValue())
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
