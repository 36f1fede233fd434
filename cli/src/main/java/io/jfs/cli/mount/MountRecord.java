package io.jfs.cli.mount;

import com.fasterxml.jackson.databind.JsonNode;
import io.jfs.cli.output.Listing;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is remembered of a mount until it is unmounted.
 *
 * @param id twelve hexadecimal digits
 * @param reference the image as it was asked for; empty if a snapshot was mounted
 * @param imageId the image's ID; empty if a snapshot was mounted
 * @param driver whose snapshot it is
 * @param key the snapshot that is mounted
 * @param target where; absolute
 * @param ownTarget whether the directory was made for it, to be removed with it
 * @param ownSnapshot whether the snapshot was made for it, to be removed with it: a view
 * @param writable whether it can be written
 * @param mounted false if the target is the snapshot's own directory, which needed no mount
 * @param created RFC 3339
 */
public record MountRecord(
        String id,
        String reference,
        String imageId,
        String driver,
        String key,
        Path target,
        boolean ownTarget,
        boolean ownSnapshot,
        boolean writable,
        boolean mounted,
        String created) {

    /** What people call it: the image, or else the snapshot's key. */
    public String name() {
        return reference.isEmpty() ? key : reference;
    }

    Map<String, Object> fields() {
        return Listing.fields(
                "ID", id,
                "Image", reference,
                "ImageID", imageId,
                "Driver", driver,
                "Key", key,
                "Path", target.toString(),
                "OwnPath", ownTarget,
                "OwnSnapshot", ownSnapshot,
                "Writable", writable,
                "Mounted", mounted,
                "CreatedAt", created);
    }

    static MountRecord of(JsonNode json) {
        return new MountRecord(
                json.path("ID").asText(""),
                json.path("Image").asText(""),
                json.path("ImageID").asText(""),
                json.path("Driver").asText(""),
                json.path("Key").asText(""),
                Path.of(json.path("Path").asText("/nonexistent")),
                json.path("OwnPath").asBoolean(),
                json.path("OwnSnapshot").asBoolean(),
                json.path("Writable").asBoolean(),
                json.path("Mounted").asBoolean(),
                json.path("CreatedAt").asText(""));
    }
}
