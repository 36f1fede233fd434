package io.jfs.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Descriptor;
import io.jfs.image.oci.HistoryEntry;
import io.jfs.image.oci.Json;
import io.jfs.image.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what is known of an image, in Docker's words. */
final class ImageInspection {
    private ImageInspection() {}

    static ObjectNode inspect(Image image) {
        ObjectNode json = Json.object();
        json.put("Id", image.id().toString());
        ArrayNode tags = json.putArray("RepoTags");
        ArrayNode digests = json.putArray("RepoDigests");
        image.references().forEach(name -> tags.add(name.familiar()));
        image.references().stream()
                .map(Reference::familiarRepository)
                .distinct()
                .forEach(repository -> digests.add(repository + "@" + image.digest()));
        json.put("Digest", image.digest().toString());
        json.put("Parent", "");
        json.put("Comment", lastComment(image));
        json.put("Created", image.config().json().path("created").asText(""));
        json.put("DockerVersion", image.config().json().path("docker_version").asText(""));
        json.put("Author", image.config().author());
        json.set(
                "Config",
                image.config().execution().isObject()
                        ? image.config().execution().deepCopy()
                        : Json.object());
        json.put("Architecture", image.platform().architecture());
        image.platform().variant().ifPresent(variant -> json.put("Variant", variant));
        json.put("Os", image.platform().os());
        json.put("Size", image.size());
        ObjectNode rootfs = json.putObject("RootFS").put("Type", "layers");
        ArrayNode layers = rootfs.putArray("Layers");
        image.diffIds().forEach(layer -> layers.add(layer.toString()));
        json.put("ManifestType", image.descriptor().mediaType());
        putBlobs(json.putArray("LayersData"), image);
        json.set("History", history(image));
        return json;
    }

    private static String lastComment(Image image) {
        List<HistoryEntry> history = image.config().history();
        return history.isEmpty() ? "" : history.getLast().comment();
    }

    private static void putBlobs(ArrayNode blobs, Image image) {
        for (Descriptor layer : image.layers()) {
            blobs.addObject()
                    .put("MIMEType", layer.mediaType())
                    .put("Digest", layer.digest().toString())
                    .put("Size", layer.size());
        }
    }

    private static ArrayNode history(Image image) {
        return image.config().json().path("history") instanceof ArrayNode history ? history.deepCopy() : Json.array();
    }

    static List<HistoryRow> history(List<HistoryEntry> steps, Image image) {
        List<HistoryRow> rows = new ArrayList<>();
        List<Optional<Integer>> stepOfLayer = image.config().historyOfLayers();
        for (int i = 0; i < steps.size(); i++) {
            int layer = stepOfLayer.indexOf(Optional.of(i));
            rows.add(row(steps.get(i), layer, image));
        }
        boolean unaccounted = stepOfLayer.stream().anyMatch(Optional::isEmpty);
        for (int layer = 0; unaccounted && layer < image.layers().size(); layer++) {
            rows.add(row(new HistoryEntry(Optional.empty(), "", "", "", false), layer, image));
        }
        return rows.reversed();
    }

    private static HistoryRow row(HistoryEntry step, int layer, Image image) {
        return layer < 0
                ? new HistoryRow(step, Optional.empty(), Optional.empty(), Optional.empty())
                : new HistoryRow(
                        step,
                        Optional.of(layer),
                        Optional.of(image.diffIds().get(layer)),
                        Optional.of(image.layers().get(layer)));
    }
}
