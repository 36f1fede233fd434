package io.jfs.runtime.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jfs.image.oci.Json;
import io.jfs.runtime.spec.InvalidSpecException;
import io.jfs.runtime.spec.SpecValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * What a container is, as it was made; only its name and its limits can change.
 *
 * @param id 64 hexadecimal digits
 * @param name unique among the containers of a store
 * @param image as it was asked for
 * @param imageId of the image that it was made from
 * @param imageName of that image at the time
 * @param driver whose snapshot is its root
 * @param imageConfig the image's defaults for containers: what stays if the image is removed
 * @param volumes what was made or found for {@code VOLUME} and for named volumes
 */
public record ContainerRecord(
        String id,
        String name,
        Instant created,
        String image,
        String imageId,
        String imageName,
        String driver,
        ContainerOptions options,
        ObjectNode imageConfig,
        List<VolumeUse> volumes) {
    private static final int SHORT_ID = 12;

    /** The key of its snapshot. */
    public String snapshot() {
        return "container-" + id;
    }

    /** The first 12 digits of the ID, for people. */
    public String shortId() {
        return id.substring(0, SHORT_ID);
    }

    /** The same by another name. */
    ContainerRecord withName(String other) {
        return new ContainerRecord(
                id, other, created, image, imageId, imageName, driver, options, imageConfig, volumes);
    }

    /** The same with other options. */
    ContainerRecord withOptions(ContainerOptions other) {
        return new ContainerRecord(id, name, created, image, imageId, imageName, driver, other, imageConfig, volumes);
    }

    byte[] toBytes() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("name", name)
                .put("created", created.toString())
                .put("image", image)
                .put("imageId", imageId)
                .put("imageName", imageName)
                .put("driver", driver);
        json.set("options", options.toJson());
        json.set("imageConfig", imageConfig);
        ArrayNode list = json.putArray("volumes");
        volumes.forEach(volume -> list.add(volume.toJson()));
        return Json.bytes(json);
    }

    static ContainerRecord parse(byte[] text, String document) throws InvalidSpecException {
        SpecValue json = SpecValue.parse(text, document);
        return new ContainerRecord(
                json.at("id").text(),
                json.at("name").text(),
                instant(json.at("created")),
                json.at("image").text(),
                json.at("imageId").anyText(),
                json.at("imageName").anyText(),
                json.at("driver").text(),
                ContainerOptions.of(json.at("options")),
                json.at("imageConfig").object(),
                json.list("volumes", VolumeUse::of));
    }

    static Instant instant(SpecValue json) throws InvalidSpecException {
        try {
            return Instant.parse(json.text());
        } catch (DateTimeException e) {
            throw new InvalidSpecException(
                    String.valueOf(json.malformed("no time").getMessage()), e);
        }
    }
}
